#pragma once
// What the parts of `yilin site` share: its options, its layers of points, the head of its answers.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engines/siting/cover_problem.h"
#include "engines/siting/effort.h"
#include "engines/siting/reach_pairs.h"
#include "engines/siting/walk_reach.h"
#include "formats/siting/point_table.h"
#include "formats/siting/roads.h"
#include "main/engine_commands.h"
#include "main/json_text.h"

namespace yilin::commands {

struct SiteOptions {
  std::string file, demand, candidates, existing, answer, out = "-", uncovered;
  std::string format = "csv", model, fca;
  std::string roads;                              // .osm.pbf or GeoJSON: reach is walked along ways
  std::string times;                              // CSV: reach is a given travel-time matrix
  std::string put, take;                          // what-if: "lon,lat", "x,y" or the id of a candidate; the id of an existing site
  std::string households, limits, rows, columns;  // allocate and split
  std::string datum = "wgs84", demand_datum, candidates_datum, existing_datum;
  double radius_m = -1, minutes = -1, detour = 1, seconds = 30, snap_m = 300;
  std::vector<std::int64_t> p, years;
  std::vector<double> budget;
  std::int64_t iterations = 0;
  std::uint64_t seed = 1;
  int threads = 1;
  bool single = false, prove = false, capacities = false;
  // p-median, p-center and capacitated look at how far, not only at whether; --radius or --minutes then bound each way.
  bool by_distance() const { return model == "pmedian" || model == "pcenter" || model == "capacitated"; }
};

struct Layer {
  formats::siting::PointTable table;
  std::vector<siting::Point> at;
};
struct Layers {
  siting::Surface surface = siting::Surface::plane;
  Layer demand, candidates, existing;
  siting::Reach reach;                                 // of straight lines and of ways
  std::vector<std::string> warnings;
  // Who reaches which site, where that is given pair by pair: along ways (millimetres) or from a table of times (seconds). By
  // distance: every pair within --radius or --minutes, all of them where neither is given.
  struct Pairs {
    siting::ReachPairs candidates, existing;
  };
  std::optional<Pairs> pairs;
  struct Walking {
    siting::WalkNetwork network;
    siting::WalkLayer people;
    std::int64_t ways = 0;
  };
  std::optional<Walking> walking;
  bool timed = false;
  siting::People people() const;                       // with a table of times: placed where something is known of their ways
  siting::Audit audit(const Layer& sites) const;
  siting::MergedPeople merge() const;
  siting::MergedPeople merge_all() const;              // existing sites behind the candidates, as sites among them
  const siting::ReachPairs& pairs_of(const Layer& sites) const { return &sites == &existing ? pairs->existing : pairs->candidates; }
  siting::ReachPairs walk_from(std::span<const siting::Point> sites, const SiteOptions& options, std::size_t& off_network) const;
  double shown(std::int64_t weight) const { return static_cast<double>(weight) / static_cast<double>(demand.table.weight_scale); }
  formats::siting::PointRule rule_of(std::size_t candidate) const {
    return candidates.table.rule.empty() ? formats::siting::PointRule::candidate : candidates.table.rule[candidate];
  }
};
// `candidates` may be absent for an audit.
Result<Layers> read_layers(const SiteOptions& options, bool needs_candidates);
Result<siting::Reach> reach_of(const SiteOptions& options);
// Which of straight lines, ways and times is asked for, and whether the options fit it.
Status check_reach_options(const SiteOptions& options);
Result<std::string> read_table_text(const std::string& path);   // UTF-8, whatever a spreadsheet wrote
Result<formats::siting::RoadFile> read_roads(const std::string& path);
// Reads the ways and walks from every site; adds warnings about people far from any way.
Status walk(const SiteOptions& options, Layers& layers);
// Reads the table of times; adds warnings about who is missing in it.
Status take_times(const SiteOptions& options, Layers& layers);
// Why a budget buys nothing at all: a mistake in the input, not a plan of no sites. Empty: it buys something.
std::string too_little(const Layers& layers, const std::vector<std::int64_t>& budgets);

// Iterations, seed, threads and a clock that starts now.
siting::Effort effort_of(const SiteOptions& options);

// Sums over people by community and by label: who gains. A person has one community and any number of labels.
class Breakdown {
 public:
  Breakdown(const formats::siting::PointTable& demand, std::size_t figures);
  void add(std::size_t person, std::size_t figure, std::int64_t amount);
  // "groups":[{"group":…, …}],"labels":[{"label":…, …}], each where the demand file has such a column; `figures` writes the sums.
  using Figures = std::function<void(JsonText&, std::span<const std::int64_t>)>;
  void write(JsonText& json, const Figures& figures) const;

 private:
  const formats::siting::PointTable& demand_;
  std::size_t figures_;
  std::vector<std::int64_t> by_group_, by_label_set_;
};

// {"model", "status", "status_text", "objective", "bound", "gap_percent", "method"} or the reason; the object stays open.
void answer_head(JsonText& json, std::string_view model, siting::Verdict verdict, const std::string& reason, double objective, double bound,
                 const std::string& method);
void answer_settings(JsonText& json, const SiteOptions& options, const Layers& layers);
int finish_answer(const SiteOptions& options, JsonText& json);
// An infeasible answer with its reason, settings and warnings.
int answer_infeasible(const SiteOptions& options, const Layers& layers, std::string_view model, const std::string& reason);

int site_cover(const SiteOptions& options);        // CSV layers
int site_benchmark(const SiteOptions& options);    // pmed, scp, cap, mclp
int site_audit(const SiteOptions& options);
int site_check(const SiteOptions& options);
int site_what_if(const SiteOptions& options);
int site_allocate(const SiteOptions& options);
int site_split(const SiteOptions& options);

// Cover most where sites can serve only so many.
int site_by_capacity(const SiteOptions& options, const Layers& layers);

// The models for CSV layers that look at distances instead of reach.
int site_by_distance(const SiteOptions& options, Layers& layers);

}  // namespace yilin::commands
