#include "modules/facilities/reach_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "base/log.h"
#include "kernel/journal/chain.h"
#include "kernel/sealing/sealing.h"
#include "modules/region/region.h"

namespace yilin::facilities {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kRoadsHead = "yilin roads 1\n", kTimesHead = "community,site,seconds\n";
constexpr std::size_t kNameDigits = 32;

bool synced(const fs::path& path, int flags) {
  const int file = ::open(path.c_str(), flags);
  if (file < 0) return false;
  const bool done = ::fsync(file) == 0;
  return ::close(file) == 0 && done;
}

std::string digest_of(std::string_view bytes) { return journal::to_hex(sealing::sm3(bytes)).substr(0, kNameDigits); }

Result<std::string> keep(const Kernel& kernel, std::string_view kind, std::string_view ending, std::string_view bytes) {
  std::string name = fmt::format("reach/{}-{}.{}", kind, digest_of(bytes), ending);
  const fs::path place = fs::path(kernel.data_folder) / name, spool = place.string() + "." + sealing::random_token(8);
  std::error_code failed;
  fs::create_directories(place.parent_path(), failed);
  {
    std::ofstream out(spool, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }
  if (synced(spool, O_RDWR)) {
    fs::rename(spool, place, failed);
    if (!failed && synced(place.parent_path(), O_RDONLY | O_DIRECTORY)) return name;
  }
  fs::remove(spool, failed);
  return fail(yilin::errors::busy, "文件没有存下，请稍后再传。");
}

// "" when it is not there or is not what was kept.
std::string open(const Kernel& kernel, const std::string& name) {
  std::ifstream in(fs::path(kernel.data_folder) / name, std::ios::binary);
  std::string bytes(std::istreambuf_iterator<char>(in), {});
  if (!bytes.empty() && name.find(digest_of(bytes)) != std::string::npos) return bytes;
  log::error("reach_file_unreadable", {{"file", name}});
  return {};
}

template <class T>
void append(std::string& out, const std::vector<T>& values) {
  const std::uint64_t n = values.size();
  out.append(reinterpret_cast<const char*>(&n), sizeof n);
  out.append(reinterpret_cast<const char*>(values.data()), n * sizeof(T));
}
template <class T>
bool take(std::string_view& rest, std::vector<T>& values) {
  std::uint64_t n = 0;
  if (rest.size() < sizeof n) return false;
  std::memcpy(&n, rest.data(), sizeof n);
  rest.remove_prefix(sizeof n);
  if (n > rest.size() / sizeof(T)) return false;
  values.resize(n);
  std::memcpy(static_cast<void*>(values.data()), rest.data(), n * sizeof(T));
  rest.remove_prefix(n * sizeof(T));
  return true;
}

}  // namespace

Result<std::string> keep_roads(const Kernel& kernel, const RoadDraft& draft) {
  std::string bytes(kRoadsHead);
  append(bytes, draft.node);
  append(bytes, draft.edge);
  return keep(kernel, "roads", "bin", bytes);
}

std::shared_ptr<const Roads> open_roads(const Kernel& kernel, const std::string& file) {
  const std::string bytes = open(kernel, file);
  std::string_view rest(bytes);
  RoadDraft draft;
  if (!rest.starts_with(kRoadsHead)) return nullptr;
  rest.remove_prefix(kRoadsHead.size());
  if (!take(rest, draft.node) || !take(rest, draft.edge) || !rest.empty()) return nullptr;
  std::vector<siting::Point> nodes;
  nodes.reserve(draft.node.size());
  for (const RoadDraft::Degrees& d : draft.node) nodes.push_back(siting::on_sphere_deg(d.lon_e7 / 1e7, d.lat_e7 / 1e7));
  std::vector<siting::WayEdge> edges;
  edges.reserve(draft.edge.size());
  for (const auto& [a, b] : draft.edge) {
    if (a < 0 || b < 0 || static_cast<std::size_t>(std::max(a, b)) >= nodes.size()) return nullptr;
    const double metres = siting::distance_m(siting::Surface::sphere, nodes[static_cast<std::size_t>(a)], nodes[static_cast<std::size_t>(b)]);
    edges.push_back({a, b, static_cast<std::int32_t>(std::lround(metres * 1000))});
  }
  return std::make_shared<const Roads>(std::move(nodes), std::move(edges));
}

Result<std::string> keep_times(const Kernel& kernel, const TimesDraft& draft) {
  std::string bytes(kTimesHead);
  for (const TimesDraft::Row& r : draft.row) fmt::format_to(std::back_inserter(bytes), "{},{},{}\n", to_string(r.community), r.key, r.seconds);
  return keep(kernel, "times", "csv", bytes);
}

std::shared_ptr<const TravelTimeTable> open_times(Kernel& kernel, const std::string& file) {
  const std::string bytes = open(kernel, file);
  std::string_view rest(bytes);
  if (!rest.starts_with(kTimesHead)) return nullptr;
  rest.remove_prefix(kTimesHead.size());
  const auto divisions = region::divisions(kernel);
  auto out = std::make_shared<TravelTimeTable>();
  out->known.assign(divisions->community_count(), 0);
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    // A candidate's name may hold a comma: the community is what stands before the first, the seconds behind the last.
    const std::size_t first = line.find(','), last = line.rfind(',');
    const auto code = RegionCode::parse(line.substr(0, first));
    const auto group = code ? divisions->index_of(*code) : std::nullopt;
    if (!group || last == first) continue;  // a community that is no more
    std::int32_t seconds = 0;
    std::from_chars(line.data() + last + 1, line.data() + line.size(), seconds);
    out->by_site[std::string(line.substr(first + 1, last - first - 1))].push_back({static_cast<std::int32_t>(*group), seconds});
    out->known[*group] = 1;
    ++out->ways;
  }
  for (auto& [key, ways] : out->by_site) std::sort(ways.begin(), ways.end(), [](const auto& a, const auto& b) { return a.group < b.group; });
  return out;
}

}  // namespace yilin::facilities
