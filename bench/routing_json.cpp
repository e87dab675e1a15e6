#include "bench/routing_json.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace yilin::bench {
using namespace routing;
namespace {

std::string windows_text(const std::vector<Window>& windows) {
  std::vector<std::string> out;
  for (const Window& w : windows) out.push_back(fmt::format("[{},{}]", w.begin, w.end));
  return fmt::format("[{}]", fmt::join(out, ","));
}

std::string list(const auto& numbers) { return fmt::format("[{}]", fmt::join(numbers, ",")); }

std::string ids(const Problem& p, const std::vector<int>& carers) {
  std::vector<std::string> out;
  for (const int c : carers) out.push_back(p.carers[c].id);
  return list(out);
}

std::string load_text(const Load& load, std::size_t dimensions) {
  Load padded = load;
  padded.resize(dimensions, 0);
  return list(padded);
}

// "start_index":3 where there is a matrix, else "start":[lon,lat].
std::string place_text(const Problem& p, std::string_view name, int place) {
  if (!p.profiles[0].durations.empty()) return fmt::format("\"{}_index\":{}", name, place);
  const Place at = p.places[place].at;
  return fmt::format("\"{}\":[{:.6f},{:.6f}]", name, static_cast<double>(at.lon_e6) / 1e6, static_cast<double>(at.lat_e6) / 1e6);
}

// What a job and a half of a shipment have in common.
std::string task_text(const Problem& p, const Visit& v) {
  std::string out = fmt::format("\"id\":{},{},\"setup\":{},\"service\":{}", v.id, place_text(p, "location", v.place), v.setup, v.service);
  if (!v.per_type.empty()) {
    std::vector<std::string> setups, services;
    for (const TypeTime& t : v.per_type) {
      setups.push_back(fmt::format("\"t{}\":{}", t.type, t.setup));
      services.push_back(fmt::format("\"t{}\":{}", t.type, t.service));
    }
    out += fmt::format(",\"setup_per_type\":{{{}}},\"service_per_type\":{{{}}}", fmt::join(setups, ","), fmt::join(services, ","));
  }
  if (!v.windows.empty()) out += ",\"time_windows\":" + windows_text(v.windows);
  return out;
}

std::string job_text(const Problem& p, const Visit& v, std::size_t dimensions) {
  std::string out = task_text(p, v) + fmt::format(",\"skills\":{},\"priority\":{}", list(v.skills), v.priority);
  if (dimensions > 0) out += fmt::format(",\"delivery\":{},\"pickup\":{}", load_text(v.delivery, dimensions), load_text(v.pickup, dimensions));
  if (v.due != kNever) out += fmt::format(",\"due\":{}", v.due);
  if (!v.usual.empty()) out += ",\"usual\":" + ids(p, v.usual);
  if (!v.refused.empty()) out += ",\"refused\":" + ids(p, v.refused);
  if (v.locked_carer >= 0) out += ",\"locked_vehicle\":" + p.carers[v.locked_carer].id;
  if (v.locked_start) out += fmt::format(",\"locked_start\":{}", *v.locked_start);
  if (v.second) out += fmt::format(",\"second\":{{\"skills\":{},\"service\":{},\"gap\":[{},{}]}}", list(v.second->skills), v.second->service, v.second->gap_min, v.second->gap_max);
  return out;
}

std::string vehicle_text(const Problem& p, const Carer& c) {
  std::string out = fmt::format("\"id\":{},\"profile\":\"car\",\"time_window\":[{},{}],\"skills\":{},\"speed_factor\":{}", c.id, c.shift.begin, c.shift.end, list(c.skills), c.speed_percent / 100.0);
  if (c.work_type >= 0) out += fmt::format(",\"type\":\"t{}\"", c.work_type);
  if (c.start >= 0) out += "," + place_text(p, "start", c.start);
  if (c.end >= 0) out += "," + place_text(p, "end", c.end);
  if (!c.capacity.empty()) out += ",\"capacity\":" + list(c.capacity);
  if (!c.breaks.empty()) {
    std::vector<std::string> rests;
    for (const Break& b : c.breaks)
      rests.push_back(fmt::format("{{\"id\":{},\"service\":{},\"time_windows\":{}{}}}", b.id, b.duration, windows_text(b.windows), b.max_load.empty() ? "" : ",\"max_load\":" + list(b.max_load)));
    out += fmt::format(",\"breaks\":[{}]", fmt::join(rests, ","));
  }
  if (c.trips_max > 1) out += fmt::format(",\"trips\":{{\"max\":{},\"reload_index\":{},\"duration\":{}}}", c.trips_max, c.reload_place >= 0 ? c.reload_place : c.start, c.reload_duration);
  if (c.visits_max != std::numeric_limits<int>::max()) out += fmt::format(",\"max_tasks\":{}", c.visits_max);
  if (c.travel_max != kNever) out += fmt::format(",\"max_travel_time\":{}", c.travel_max);
  if (c.distance_max != std::numeric_limits<std::int64_t>::max()) out += fmt::format(",\"max_distance\":{}", c.distance_max);
  if (c.work_max != kNever) out += fmt::format(",\"max_work_time\":{}", c.work_max);
  if (c.span_max != kNever) out += fmt::format(",\"max_span\":{}", c.span_max);
  if (c.work_regular != kNever) out += fmt::format(",\"overtime\":{{\"after\":{},\"per_hour\":{}}}", c.work_regular, c.cost_per_overtime_hour);
  return out + fmt::format(",\"costs\":{{\"fixed\":{},\"per_hour\":{},\"per_km\":{},\"per_task_hour\":{}}}", c.cost_fixed, c.cost_per_hour, c.cost_per_km, c.cost_per_task_hour);
}

std::string matrix_text(const std::vector<std::int32_t>& cells, std::size_t n) {
  std::vector<std::string> rows;
  for (std::size_t i = 0; i < n; ++i) rows.push_back(fmt::format("[{}]", fmt::join(cells.begin() + static_cast<std::ptrdiff_t>(i * n), cells.begin() + static_cast<std::ptrdiff_t>((i + 1) * n), ",")));
  return fmt::format("[{}]", fmt::join(rows, ","));
}

}  // namespace

std::string vroom_text(const Problem& p) {
  std::size_t dimensions = 0;
  for (const Carer& c : p.carers) dimensions = std::max(dimensions, c.capacity.size());
  std::vector<char> shipped(p.visits.size(), 0);
  std::vector<std::string> vehicles, jobs, shipments, ties;
  for (const Carer& c : p.carers) vehicles.push_back("{" + vehicle_text(p, c) + "}");
  for (const Shipment& s : p.shipments) {
    shipped[s.pickup] = shipped[s.delivery] = 1;
    const std::string amount = dimensions > 0 ? ",\"amount\":" + load_text(s.amount, dimensions) : "";
    shipments.push_back(fmt::format("{{\"pickup\":{{{}}},\"delivery\":{{{}}}{}}}", task_text(p, p.visits[s.pickup]), task_text(p, p.visits[s.delivery]), amount));
  }
  for (std::size_t v = 0; v < p.visits.size(); ++v)
    if (!shipped[v]) jobs.push_back("{" + job_text(p, p.visits[v], dimensions) + "}");
  for (const Precedence& t : p.precedences)
    ties.push_back(fmt::format("{{\"before\":{},\"after\":{},\"gap\":[{},{}]}}", p.visits[t.before].id, p.visits[t.after].id, t.gap_min, t.gap_max == kNever ? "null" : std::to_string(t.gap_max)));
  const Profile& f = p.profiles[0];
  std::string matrices;
  if (!f.durations.empty()) matrices = ",\"matrices\":{\"car\":{\"durations\":" + matrix_text(f.durations, p.places.size());
  if (!f.distances.empty()) matrices += ",\"distances\":" + matrix_text(f.distances, p.places.size());
  if (!matrices.empty()) matrices += "}}";
  return fmt::format("{{\"vehicles\":[{}],\"jobs\":[{}],\"shipments\":[{}],\"precedences\":[{}]{},\"objective\":{{\"broken_continuity\":{},\"unfairness_per_hour\":{}}}}}",
                     fmt::join(vehicles, ","), fmt::join(jobs, ","), fmt::join(shipments, ","), fmt::join(ties, ","), matrices, p.objective.broken_continuity, p.objective.unfairness_per_hour);
}

}  // namespace yilin::bench
