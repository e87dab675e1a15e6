#pragma once
// Planning scenarios: what is asked, what was found and why. A scenario is kept with its inputs; it is run on a thread of its own
// within a stated time; its result is kept with the terms that it was reckoned by. Internal to facilities.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kernel/lifecycle/lifecycle.h"
#include "modules/facilities/coverage.h"

namespace yilin::facilities {

inline constexpr std::size_t kSitesMax = 6'000;          // of one scenario, communities among them
inline constexpr std::int64_t kTableMax = 30'000'000;    // communities × sites of the distance models
inline constexpr std::size_t kComparedMax = 6;
inline constexpr std::int64_t kSecondsUsual = 20;

struct PlanSite {
  std::string name;
  std::int64_t lon_e6 = 0, lat_e6 = 0;   // in the scenario's datum
  Fen cost_fen;
  SiteRole role = SiteRole::candidate;
  std::int64_t capacity = 0;             // elders it can serve; 0: the scenario's site_capacity
  static const entity::Table& fields();
};

struct ScenarioInputs : ReachWish {
  std::string name;
  RegionCode region;                     // whose elders count
  Model model = Model::cover_most;
  std::int64_t p = 0;                    // how many new sites, required ones among them; 0 with a budget, or for cover_all
  Fen budget_fen;                        // cover_most and cover_capacity; 0: by number
  std::vector<std::int64_t> years;       // model years: how many new sites (or how many fen, by_cost) open in each
  bool by_cost = false;                  // model years: `years` are fen
  std::vector<FacilityKind> kinds;       // of the existing facilities that count; empty: the usual
  std::vector<FacilityId> without;       // existing ones that are left out
  bool from_communities = false;         // a candidate where each community's elders live on average, too
  Fen site_cost_fen;                     // of those, and of sites without a cost
  std::int64_t site_capacity = 0;        // cover_capacity, assign: elders that those, and sites without a capacity, can serve
  Fen way_fen_per_km{100};               // assign: what a kilometre of an elder's way counts for beside building
  MapDatum datum = MapDatum::wgs84;      // of `sites`
  std::vector<PlanSite> sites;
  static const entity::Table& fields();
};

// Table plan_scenario.
struct Scenario {
  ScenarioId id;
  std::string name;
  RegionCode region;
  Model model = Model::cover_most;
  std::string inputs_json;               // ScenarioInputs
  std::int64_t sites = 0;
  ScenarioState state = ScenarioState::draft;
  std::string state_note;
  std::optional<Verdict> verdict;
  std::optional<std::int64_t> value, bound;
  std::string input_digest;
  std::string result_json;               // PlanResult
  UserId created_by;
  Instant run_at;
  std::int64_t run_ms = 0;
  std::int64_t version = 1;
  Instant created_at, updated_at;
  static const entity::Table& fields();
};

// ---- the result ----

struct ChosenSite {
  std::int64_t number = 0;               // of the candidate, from 1, as the scenario lists them
  std::string name;
  std::int64_t lon_e6 = 0, lat_e6 = 0;
  Fen cost_fen;
  SiteRole role = SiteRole::candidate;
  std::int32_t year = 0;                 // model years: from 1
  std::int64_t in_reach = 0;             // elders not covered before who reach it
  std::int64_t only_here = 0;            // its marginal value: who would be left without it
  std::int64_t served = 0, capacity = 0; // cover_capacity, assign
  std::string key;                       // that a table of times knows it by
  static const entity::Table& fields();
};
struct NextSite {
  std::int64_t number = 0;
  std::string name;
  std::int64_t lon_e6 = 0, lat_e6 = 0, gains = 0;
  static const entity::Table& fields();
};
struct Neighbour {                       // one site more, one less
  std::int64_t p = 0;
  Verdict verdict = Verdict::feasible;
  std::int64_t value = 0, bound = 0, change = 0;
  static const entity::Table& fields();
};
struct RegionGain {
  RegionCode region;
  std::string region_name;
  std::int64_t elders = 0, before = 0, gained = 0;
  static const entity::Table& fields();
};
struct LabelGain {
  std::string label;
  std::int64_t elders = 0, before = 0, gained = 0;
  static const entity::Table& fields();
};
struct YearStep {
  std::int32_t year = 0;
  std::int64_t opened = 0, covered = 0;  // covered: newly, all that is open then
  static const entity::Table& fields();
};
struct Assigned {                        // model assign: who serves a community
  RegionCode region;
  std::string region_name;
  std::int64_t site = 0;                 // number
  std::string site_name;
  std::int64_t elders = 0, path_m = 0;
  static const entity::Table& fields();
};
struct PlanResult {
  Verdict verdict = Verdict::infeasible;
  std::string status;                    // the verdict as a sentence
  std::string reason;                    // infeasible
  std::string objective, unit;           // what `value` is
  std::int64_t value = 0, bound = 0, gap_ppm = 0;
  std::string method;
  std::string unit_price;                // what one more unit of the budget could gain at most; "" where it says nothing
  ReachTerms terms;
  std::string input_digest;
  Instant as_of;
  std::int64_t elders = 0, unplaced = 0, beyond_reach = 0, covered_before = 0, covered_after = 0;
  std::int64_t existing = 0;
  Fen cost_fen;
  std::vector<ChosenSite> sites;
  std::vector<NextSite> next_best;
  std::vector<Neighbour> neighbours;
  std::vector<YearStep> years;
  std::vector<RegionGain> by_region;     // communities that gain
  std::vector<LabelGain> by_label;
  std::vector<Assigned> assigned;
  std::vector<std::string> warnings;
  static const entity::Table& fields();
};

// ---- routes ----

struct ChangeScenario : ScenarioInputs {
  ScenarioId id;
  std::int64_t version = 0;
  static const entity::Table& fields();
};
struct ScenarioPath {
  ScenarioId id;
  static const entity::Table& fields();
};
struct RunScenario {
  ScenarioId id;
  std::int64_t seconds = kSecondsUsual;
  static const entity::Table& fields();
};
struct ScenarioQuery {
  RegionCode region;
  std::optional<ScenarioState> state;
  std::int64_t limit = http::kPageDefault;
  ScenarioId cursor;
  static const entity::Table& fields();
};
struct ScenarioView : Scenario {
  std::string region_name;
  std::string phase;                     // while it runs: what it does
  std::int64_t elapsed_ms = 0, seconds = 0;
  static const entity::Table& fields();
};
struct ScenarioDetail : ScenarioView {
  ScenarioInputs inputs;
  std::vector<std::string> warnings;     // about its sites
  static const entity::Table& fields();
};
struct CompareQuery {
  std::vector<ScenarioId> ids;
  static const entity::Table& fields();
};
struct CompareRow {
  ScenarioId id;
  std::string name, region_name;
  Model model = Model::cover_most;
  ScenarioState state = ScenarioState::draft;
  std::optional<PlanResult> result;      // without sites and regions
  std::int64_t sites_chosen = 0, cost_per_elder_fen = 0;
  std::vector<std::int64_t> shared;      // sites that lie within 100 m of one of each other plan's, in the order asked
  static const entity::Table& fields();
};
struct Comparison {
  std::vector<CompareRow> items;
  bool same_terms = true;                // otherwise the figures must not be set against each other
  static const entity::Table& fields();
};

std::span<const lifecycle::Transition<ScenarioState>> scenario_moves();

Result<http::Page<ScenarioView>> list_scenarios(command::Reader& reader, const ScenarioQuery& in);
Result<ScenarioDetail> show_scenario(command::Reader& reader, const ScenarioPath& in);
Result<PlanResult> show_result(command::Reader& reader, const ScenarioPath& in);
Result<Comparison> compare(command::Reader& reader, const CompareQuery& in);
Result<ScenarioView> create_scenario(command::Tx& tx, const ScenarioInputs& in);
Result<ScenarioView> change_scenario(command::Tx& tx, const ChangeScenario& in);
Result<ScenarioView> run_scenario(command::Tx& tx, const RunScenario& in);
Result<ScenarioView> cancel_scenario(command::Tx& tx, const ScenarioPath& in);
// Costs decide, not the number of sites: every candidate must then have one.
bool decided_by_cost(const ScenarioInputs& in);
// Before create and change: places, costs, duplicates, whether the city is near. Field errors name the rows.
Status check_inputs(command::Reader& reader, const ScenarioInputs& in);
std::vector<std::string> site_warnings(const ScenarioInputs& in);
Result<Scenario> own_scenario(const command::Reader& reader, ScenarioId id);
ScenarioInputs inputs_of(const Scenario& scenario);
ScenarioView view_of(const command::Reader& reader, Scenario scenario);

// ---- solving: no database, no writer ----

struct Solving {
  std::function<bool()> time_is_up;      // cancelled, or the stated time is over
  std::function<bool()> plan_is_due;     // the same somewhat sooner: the rest is for what one site more or less would change
  std::function<void(std::string)> phase;
};
PlanResult solve(Kernel& kernel, const ScenarioInputs& in, const Solving& solving);

}  // namespace yilin::facilities
