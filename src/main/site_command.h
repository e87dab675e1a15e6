#pragma once
// What the parts of `yilin site` share: its options, its layers of points, the head of its answers.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engines/siting/coverage.h"
#include "engines/siting/cover_problem.h"
#include "engines/siting/effort.h"
#include "formats/siting/point_table.h"
#include "main/engine_commands.h"
#include "main/json_text.h"

namespace yilin::commands {

struct SiteOptions {
  std::string file, demand, candidates, existing, answer, out = "-", uncovered;
  std::string format = "csv", model, fca;
  std::string datum = "wgs84", demand_datum, candidates_datum, existing_datum;
  double radius_m = -1, detour = 1, seconds = 30;
  std::vector<std::int64_t> p, years;
  std::vector<double> budget;
  std::int64_t iterations = 0;
  std::uint64_t seed = 1;
  int threads = 1;
  bool single = false, prove = false;
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
  siting::People people() const;
  double shown(std::int64_t weight) const { return static_cast<double>(weight) / static_cast<double>(demand.table.weight_scale); }
};
// `candidates` may be absent for an audit.
Result<Layers> read_layers(const SiteOptions& options, bool needs_candidates);
Result<siting::Reach> reach_of(const SiteOptions& options);

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

// The models for CSV layers that look at distances instead of reach.
int site_by_distance(const SiteOptions& options, const Layers& layers);

}  // namespace yilin::commands
