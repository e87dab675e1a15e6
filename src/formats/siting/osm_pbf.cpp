// The Protocolbuffer Binary Format of OpenStreetMap (wiki.openstreetmap.org/wiki/PBF_Format): blocks of nodes and ways, each
// compressed by itself. Only what walking needs is read.
#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <functional>

#include "formats/siting/roads.h"

namespace yilin::formats::siting {
namespace {

constexpr std::size_t kHeaderMax = 64 * 1024, kBlockMax = 32 * 1024 * 1024;   // the format's own limits
constexpr std::size_t kStepsMax = 200'000'000, kNodesMax = 100'000'000;

// One message of protocol buffers: fields in order, each seen once. After `bad` everything reads as ended.
class Message {
 public:
  explicit Message(std::string_view bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}
  bool next() {
    if (at_ == end_ || bad_) return false;
    const std::uint64_t key = varint();
    field_ = static_cast<std::uint32_t>(key >> 3), wire_ = static_cast<std::uint32_t>(key & 7);
    number_ = 0, bytes_ = {};
    if (wire_ == 0) number_ = varint();
    else if (wire_ == 2) bytes_ = take(varint());
    else if (wire_ == 1) take(8);
    else if (wire_ == 5) take(4);
    else bad_ = true;
    return !bad_;
  }
  std::uint32_t field() const { return field_; }
  std::uint64_t number() const { return number_; }
  std::int64_t zigzag() const { return unzigzag(number_); }
  std::string_view bytes() const { return bytes_; }
  bool bad() const { return bad_; }

  // Packed numbers: the same bytes read as varints.
  bool more() const { return at_ != end_ && !bad_; }
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at_ == end_) break;
      const auto byte = static_cast<unsigned char>(*at_++);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    bad_ = true;
    return 0;
  }
  std::int64_t signed_varint() { return unzigzag(varint()); }

 private:
  static std::int64_t unzigzag(std::uint64_t v) { return static_cast<std::int64_t>(v >> 1) ^ -static_cast<std::int64_t>(v & 1); }
  std::string_view take(std::uint64_t n) {
    if (n > static_cast<std::uint64_t>(end_ - at_)) {
      bad_ = true;
      return {};
    }
    const char* from = at_;
    at_ += n;
    return {from, static_cast<std::size_t>(n)};
  }
  const char *at_, *end_;
  std::uint32_t field_ = 0, wire_ = 0;
  std::uint64_t number_ = 0;
  std::string_view bytes_;
  bool bad_ = false;
};

tl::unexpected<Error> broken(std::string_view what) { return fail(bad_roads, fmt::format(".osm.pbf：{}。", what)); }

Result<std::string> inflated(std::string_view blob) {
  std::string_view raw, packed;
  std::uint64_t size = 0;
  Message m(blob);
  while (m.next()) {
    if (m.field() == 1) raw = m.bytes();
    else if (m.field() == 2) size = m.number();
    else if (m.field() == 3) packed = m.bytes();
    else if (m.field() >= 4 && m.field() <= 7) return broken("块的压缩方式不是 zlib");
  }
  if (m.bad()) return broken("块已损坏");
  if (packed.empty()) return std::string(raw);
  if (size > kBlockMax) return broken("块大于 32 MB");
  std::string out(static_cast<std::size_t>(size), '\0');
  auto length = static_cast<uLongf>(size);
  if (::uncompress(reinterpret_cast<Bytef*>(out.data()), &length, reinterpret_cast<const Bytef*>(packed.data()), static_cast<uLong>(packed.size())) != Z_OK || length != size)
    return broken("块解压失败");
  return out;
}

struct Block {
  std::vector<std::string_view> text;
  std::vector<std::string_view> groups;
  std::int64_t granularity = 100, lat0 = 0, lon0 = 0;
};
Result<Block> block_of(std::string_view bytes) {
  Block block;
  Message m(bytes);
  while (m.next()) {
    if (m.field() == 1) {
      Message table(m.bytes());
      while (table.next())
        if (table.field() == 1) block.text.push_back(table.bytes());
      if (table.bad()) return broken("字符串表已损坏");
    } else if (m.field() == 2) {
      block.groups.push_back(m.bytes());
    } else if (m.field() == 17) {
      block.granularity = static_cast<std::int64_t>(m.number());
    } else if (m.field() == 19) {
      block.lat0 = static_cast<std::int64_t>(m.number());
    } else if (m.field() == 20) {
      block.lon0 = static_cast<std::int64_t>(m.number());
    }
  }
  if (m.bad() || block.granularity < 1 || block.granularity > 1'000'000'000) return broken("数据块已损坏");
  return block;
}

class Reader {
 public:
  explicit Reader(std::string_view file) : file_(file) {}

  Result<RoadFile> run() {
    YILIN_CHECK(each_block([&](const Block& b, std::string_view group) { return ways(b, group); }));
    if (steps_.empty()) return broken("没有可步行的道路");
    used_.reserve(steps_.size());
    for (const std::int64_t id : steps_)
      if (id != kBreak) used_.push_back(id);
    std::ranges::sort(used_);
    used_.erase(std::unique(used_.begin(), used_.end()), used_.end());
    if (used_.size() > kNodesMax) return broken("道路节点过多");
    place_.assign(used_.size(), {0, 0});
    known_.assign(used_.size(), 0);
    YILIN_CHECK(each_block([&](const Block& b, std::string_view group) { return nodes(b, group); }));
    return finish();
  }

 private:
  static constexpr std::int64_t kBreak = std::int64_t{-1} << 62;   // between ways

  Status each_block(const std::function<Status(const Block&, std::string_view)>& visit) {
    std::string_view rest = file_;
    bool first = true;
    while (!rest.empty()) {
      if (rest.size() < 4) return broken("文件不完整");
      std::size_t length = 0;
      for (int i = 0; i < 4; ++i) length = length << 8 | static_cast<unsigned char>(rest[static_cast<std::size_t>(i)]);
      rest.remove_prefix(4);
      if (length > kHeaderMax || length > rest.size()) return broken(first ? "不是 .osm.pbf 文件" : "文件不完整");
      Message header(rest.substr(0, length));
      rest.remove_prefix(length);
      std::string_view type;
      std::uint64_t size = 0;
      while (header.next()) {
        if (header.field() == 1) type = header.bytes();
        if (header.field() == 3) size = header.number();
      }
      if (header.bad() || (first && type != "OSMHeader")) return broken("不是 .osm.pbf 文件");
      if (size > kBlockMax || size > rest.size()) return broken("文件不完整");
      const std::string_view blob = rest.substr(0, static_cast<std::size_t>(size));
      rest.remove_prefix(static_cast<std::size_t>(size));
      first = false;
      if (type == "OSMHeader") YILIN_CHECK(features(blob));
      if (type != "OSMData") continue;
      YILIN_TRY(const std::string bytes, inflated(blob));
      YILIN_TRY(const Block block, block_of(bytes));
      for (const std::string_view group : block.groups) YILIN_CHECK(visit(block, group));
    }
    return {};
  }

  static Status features(std::string_view blob) {
    YILIN_TRY(const std::string bytes, inflated(blob));
    Message m(bytes);
    while (m.next())
      if (m.field() == 4 && m.bytes() != "OsmSchema-V0.6" && m.bytes() != "DenseNodes") return broken(fmt::format("需要不支持的特性 {}", m.bytes().substr(0, 40)));
    if (m.bad()) return broken("文件头已损坏");
    return {};
  }

  Status ways(const Block& block, std::string_view group) {
    Message m(group);
    while (m.next()) {
      if (m.field() != 3) continue;
      std::string_view keys, values, refs;
      Message way(m.bytes());
      while (way.next()) {
        if (way.field() == 2) keys = way.bytes();
        if (way.field() == 3) values = way.bytes();
        if (way.field() == 8) refs = way.bytes();
      }
      if (way.bad()) return broken("道路已损坏");
      tags_.clear();
      bool highway = false;
      Message k(keys), v(values);
      while (k.more() && v.more()) {
        const std::uint64_t key = k.varint(), value = v.varint();
        if (key >= block.text.size() || value >= block.text.size()) return broken("标签编号超出范围");
        tags_.emplace_back(block.text[static_cast<std::size_t>(key)], block.text[static_cast<std::size_t>(value)]);
        highway = highway || tags_.back().first == "highway";
      }
      if (k.bad() || v.bad()) return broken("标签已损坏");
      if (!highway) continue;
      if (!walkable(tags_)) {
        ++out_.not_for_walking;
        continue;
      }
      ++out_.ways;
      Message r(refs);
      std::int64_t id = 0;
      while (r.more()) {
        id = static_cast<std::int64_t>(static_cast<std::uint64_t>(id) + static_cast<std::uint64_t>(r.signed_varint()));
        steps_.push_back(id);
      }
      if (r.bad()) return broken("道路已损坏");
      if (steps_.size() > kStepsMax) return broken("道路过多");
      steps_.push_back(kBreak);
    }
    return m.bad() ? Status(broken("数据块已损坏")) : Status();
  }

  void place(const Block& block, std::int64_t id, std::int64_t lon, std::int64_t lat) {
    const auto it = std::ranges::lower_bound(used_, id);
    if (it == used_.end() || *it != id) return;
    const auto i = static_cast<std::size_t>(it - used_.begin());
    const auto degrees = [&](std::int64_t offset, std::int64_t v) { return 1e-9 * (static_cast<double>(offset) + static_cast<double>(block.granularity) * static_cast<double>(v)); };
    place_[i] = {degrees(block.lon0, lon), degrees(block.lat0, lat)};
    known_[i] = std::abs(place_[i].x) <= 180 && std::abs(place_[i].y) <= 90;
  }

  Status nodes(const Block& block, std::string_view group) {
    Message m(group);
    while (m.next()) {
      if (m.field() == 1) {
        std::int64_t id = 0, lat = 0, lon = 0;
        Message node(m.bytes());
        while (node.next()) {
          if (node.field() == 1) id = node.zigzag();
          if (node.field() == 8) lat = node.zigzag();
          if (node.field() == 9) lon = node.zigzag();
        }
        if (node.bad()) return broken("节点已损坏");
        place(block, id, lon, lat);
      } else if (m.field() == 2) {
        std::string_view ids, lats, lons;
        Message dense(m.bytes());
        while (dense.next()) {
          if (dense.field() == 1) ids = dense.bytes();
          if (dense.field() == 8) lats = dense.bytes();
          if (dense.field() == 9) lons = dense.bytes();
        }
        Message i(ids), la(lats), lo(lons);
        std::uint64_t id = 0, lat = 0, lon = 0;   // unsigned: a broken file may overflow
        while (i.more() && la.more() && lo.more()) {
          id += static_cast<std::uint64_t>(i.signed_varint()), lat += static_cast<std::uint64_t>(la.signed_varint()), lon += static_cast<std::uint64_t>(lo.signed_varint());
          place(block, static_cast<std::int64_t>(id), static_cast<std::int64_t>(lon), static_cast<std::int64_t>(lat));
        }
        if (dense.bad() || i.bad() || la.bad() || lo.bad() || i.more()) return broken("节点已损坏");
      }
    }
    return m.bad() ? Status(broken("数据块已损坏")) : Status();
  }

  Result<RoadFile> finish() {
    std::vector<std::int32_t> number(used_.size(), -1);
    std::int64_t missing = 0;
    std::int32_t before = -1;
    for (const std::int64_t id : steps_) {
      if (id == kBreak) {
        before = -1;
        continue;
      }
      const auto i = static_cast<std::size_t>(std::ranges::lower_bound(used_, id) - used_.begin());
      if (!known_[i]) {
        ++missing, before = -1;   // cut off at the extract's border
        continue;
      }
      if (number[i] < 0) number[i] = static_cast<std::int32_t>(out_.nodes.size()), out_.nodes.push_back(place_[i]);
      if (before >= 0 && before != number[i]) out_.edges.push_back({before, number[i]});
      before = number[i];
    }
    if (out_.edges.empty()) return broken("道路没有可用的节点坐标");
    if (missing > 0) out_.warnings.push_back(fmt::format("路网有 {} 个节点没有坐标（多在截取边界），所在路段未用。", missing));
    return std::move(out_);
  }

  std::string_view file_;
  RoadFile out_;
  std::vector<std::int64_t> steps_, used_;      // node ids along the ways
  std::vector<RoadFile::Node> place_;
  std::vector<char> known_;
  std::vector<std::pair<std::string_view, std::string_view>> tags_;
};

}  // namespace

Result<RoadFile> read_osm_pbf(std::string_view file) { return Reader(file).run(); }

bool walkable(const std::vector<std::pair<std::string_view, std::string_view>>& tags) {
  std::string_view highway, foot, access;
  for (const auto& [key, value] : tags) {
    if (key == "highway") highway = value;
    if (key == "foot") foot = value;
    if (key == "access") access = value;
  }
  if (highway.empty() || foot == "no" || foot == "private" || foot == "use_sidepath") return false;
  const bool welcome = foot == "yes" || foot == "designated" || foot == "permissive";
  for (const std::string_view never : {"proposed", "construction", "abandoned", "razed", "platform", "raceway", "bus_guideway", "escape"})
    if (highway == never) return false;
  for (const std::string_view fast : {"motorway", "motorway_link", "trunk", "trunk_link"})
    if (highway == fast) return welcome;
  return welcome || (access != "no" && access != "private");
}

}  // namespace yilin::formats::siting
