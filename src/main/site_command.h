#pragma once
// What the parts of `yilin site` share: its options, its layers of points, the head of its answers.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engines/siting/cover_problem.h"
#include "engines/siting/effort.h"
#include "engines/siting/walk_reach.h"
#include "formats/siting/point_table.h"
#include "main/engine_commands.h"
#include "main/json_text.h"

namespace yilin::commands {

struct SiteOptions {
  std::string file, demand, candidates, existing, answer, out = "-", uncovered;
  std::string format = "csv", model, fca;
  std::string roads;                              // .osm.pbf or GeoJSON: reach is walked along ways
  std::string put, take;                          // what-if: "lon,lat" or "x,y"; ids of existing sites
  std::string households, limits, rows, columns;  // allocate and split
  std::string datum = "wgs84", demand_datum, candidates_datum, existing_datum;
  double radius_m = -1, detour = 1, seconds = 30, snap_m = 300;
  std::vector<std::int64_t> p, years;
  std::vector<double> budget;
  std::int64_t iterations = 0;
  std::uint64_t seed = 1;
  int threads = 1;
  bool single = false, prove = false, capacities = false;
};

struct Layer {
  formats::siting::PointTable table;
  std::vector<siting::Point> at;
};
struct Layers {
  siting::Surface surface = siting::Surface::plane;
  Layer demand, candidates, existing;
  siting::Reach reach;
  std::vector<std::string> warnings;
  struct Walking {
    siting::WalkNetwork::Pairs candidates, existing;   // who reaches which site along ways
    std::int64_t ways = 0, off_network = 0, beyond_100_m = 0;
  };
  std::optional<Walking> walking;
  siting::People people() const;
  siting::Audit audit(const Layer& sites) const;       // by ways where there are any
  siting::MergedPeople merge() const;
  double shown(std::int64_t weight) const { return static_cast<double>(weight) / static_cast<double>(demand.table.weight_scale); }
};
// `candidates` may be absent for an audit.
Result<Layers> read_layers(const SiteOptions& options, bool needs_candidates);
Result<siting::Reach> reach_of(const SiteOptions& options);
// Reads the ways and walks from every site; adds warnings about people far from any way.
Status walk(const SiteOptions& options, Layers& layers);

// Iterations, seed, threads and a clock that starts now.
siting::Effort effort_of(const SiteOptions& options);

// {"model", "status", "status_text", "objective", "bound", "gap_percent", "method"} or the reason; the object stays open.
void answer_head(JsonText& json, std::string_view model, siting::Verdict verdict, const std::string& reason, double objective, double bound,
                 const std::string& method);
void answer_settings(JsonText& json, const SiteOptions& options, const Layers& layers);
int finish_answer(const SiteOptions& options, JsonText& json);

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
int site_by_distance(const SiteOptions& options, const Layers& layers);

}  // namespace yilin::commands
