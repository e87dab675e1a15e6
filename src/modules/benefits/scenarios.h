#pragma once
// What-if: changed rules against the whole city, month by month; stored, compared side by side, handed on as a draft. Internal to benefits.

#include "http/page.h"
#include "modules/benefits/decision_views.h"

namespace yilin::benefits {

inline constexpr int kScenarioMonthsMax = 36;
inline constexpr std::size_t kSamples = 10;

struct NewScenario {
  std::string name, note;
  RuleVersionId base_version;      // none: in force
  RuleVersionId draft;             // its files are the changes; none: the ones below
  Month from, to;                  // none: next month, twelve months
  std::vector<policies::ParameterChange> parameters;
  std::vector<policies::FileChange> files;
  RegionCode region;               // whom to look at: none = the caller's whole scope
  static const entity::Table& fields();
};
struct ScenarioPath {
  ScenarioId id;
  static const entity::Table& fields();
};
struct ScenarioQuery {
  std::int64_t limit = http::kPageDefault;
  ScenarioId cursor;
  static const entity::Table& fields();
};

// Persons (households for benefits of households) and fen, of one benefit.
struct EffectRow {
  std::string benefit;
  std::int64_t winners = 0, losers = 0;
  Fen gained_fen, lost_fen, cost_fen;   // cost = gained − lost
  static const entity::Table& fields();
};
struct RegionEffect {
  RegionCode region;
  std::string region_name;
  std::vector<EffectRow> effects;
  std::int64_t winners = 0, losers = 0;  // different persons or households, in the month in which they are most
  Fen cost_fen;
  static const entity::Table& fields();
};
struct LabelEffect {
  std::string label;               // as the registry has it; "无标签" for the rest. Somebody with two counts in both
  std::int64_t winners = 0, losers = 0;
  Fen cost_fen;
  static const entity::Table& fields();
};
struct MonthEffect {
  Month month;
  std::vector<EffectRow> effects;
  std::int64_t winners = 0, losers = 0;  // different persons or households
  Fen cost_fen;
  static const entity::Table& fields();
};
struct SamplePerson {
  ElderId elder_id;
  std::string elder_name, region_name;
  Month month;
  std::string benefit;
  Fen before_fen, after_fen;
  ExplanationView before, after;
  static const entity::Table& fields();
};
// The stored changes.
struct ScenarioChanges {
  std::vector<policies::ParameterChange> parameters;
  std::vector<policies::FileChange> files;
  static const entity::Table& fields();
};
struct ScenarioResult {
  std::vector<EffectRow> totals;   // over all months: persons in the month in which they are most
  std::vector<RegionEffect> counties;   // over all months
  std::vector<LabelEffect> labels;      // of the first month with an effect
  std::vector<MonthEffect> months;
  std::vector<SamplePerson> samples;
  std::int64_t elders = 0;         // looked at
  std::int64_t winners = 0, losers = 0;  // different persons or households, in the month in which they are most
  Fen cost_fen;
  static const entity::Table& fields();
};
struct ScenarioView {
  Scenario scenario;
  std::string region_name;
  std::vector<policies::ParameterChange> parameters;
  std::vector<policies::FileChange> files;
  std::optional<ScenarioResult> result;  // once computed; not in lists
  static const entity::Table& fields();
};
struct CompareQuery {
  std::vector<ScenarioId> ids;     // 2–4
  static const entity::Table& fields();
};
struct ScenarioColumn {
  ScenarioId id;
  std::string name;
  Month from, to;
  std::int64_t winners = 0, losers = 0;
  Fen cost_fen;
  std::vector<EffectRow> effects;  // by benefit, the same order in every column
  std::vector<RegionEffect> counties;
  static const entity::Table& fields();
};
struct SideBySide {
  std::vector<std::string> benefits;
  std::vector<ScenarioColumn> scenarios;
  static const entity::Table& fields();
};
struct PublishScenario {
  ScenarioId id;
  policies::PreparedDraft prepared;  // worked out before the command
  static const entity::Table& fields();
};
struct Published {
  ScenarioId scenario_id;
  policies::RuleVersion draft;
  static const entity::Table& fields();
};

Status prepare_scenario(command::Reader& reader, NewScenario& in);
Result<ScenarioView> add_scenario(command::Tx& tx, const NewScenario& in);
Result<http::Page<ScenarioView>> list_scenarios(command::Reader& reader, const ScenarioQuery& in);
Result<ScenarioView> show_scenario(command::Reader& reader, const ScenarioPath& in);
Status prepare_publish(command::Reader& reader, PublishScenario& in);
Result<Published> publish_scenario(command::Tx& tx, const PublishScenario& in);
void compute_scenario(Kernel& kernel, ScenarioId id);         // on the background thread
void resume_scenarios(Kernel& kernel, sql::Connection& db);   // at start-up
Result<SideBySide> compare_scenarios(command::Reader& reader, const CompareQuery& in);

}  // namespace yilin::benefits
