// Finding divisions: as people type into a search box, and as they write in a spreadsheet.

#include <algorithm>

#include "base/text.h"
#include "modules/region/region.h"

namespace yilin::region {
namespace {

constexpr std::size_t kAliasCharsMax = 30;
constexpr std::size_t kResolveBytesMax = 400;

bool inside(RegionCode code, std::span<const RegionRange> within) {
  if (within.empty()) return true;
  const RegionRange own = code.subtree();
  return std::any_of(within.begin(), within.end(), [&](const RegionRange& r) { return r.lo <= own.lo && own.hi <= r.hi; });
}

bool all_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x80; });
}
bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) { return c >= '0' && c <= '9'; });
}

void add_without(std::vector<std::string>& out, const std::string& name, std::string_view end) {
  if (name.ends_with(end) && text::length(name) >= text::length(end) + 2) out.push_back(name.substr(0, name.size() - end.size()));
}

// The ways in which people write a division's name.
std::vector<std::string> ways_to_write(const Division& d) {
  std::vector<std::string> out{d.short_name};
  if (d.name != d.short_name) out.push_back(d.name);
  switch (d.level) {
    case RegionLevel::community:
      add_without(out, d.short_name, "社区");
      add_without(out, d.short_name, "村");
      add_without(out, d.short_name, "居委会");
      break;
    case RegionLevel::street:
      add_without(out, d.short_name, "街道");
      add_without(out, d.short_name, "镇");
      add_without(out, d.short_name, "乡");
      if (d.short_name.ends_with("街道")) out.push_back(d.short_name + "办事处");
      if (d.short_name.ends_with("街道")) out.push_back(d.short_name.substr(0, d.short_name.size() - 6) + "办事处");
      break;
    case RegionLevel::county:
      add_without(out, d.short_name, "区");
      add_without(out, d.short_name, "县");
      break;
    case RegionLevel::city: add_without(out, d.short_name, "市"); break;
    case RegionLevel::province:
      add_without(out, d.short_name, "省");
      add_without(out, d.short_name, "市");
      break;
    case RegionLevel::country: break;
  }
  return out;
}

}  // namespace

void Divisions::index_aliases() {
  aliases_.reserve(rows_.size() * 3);
  for (std::uint32_t i = 0; i < rows_.size(); ++i)
    for (std::string& way : ways_to_write(rows_[i])) aliases_.emplace(std::move(way), i);
}

std::vector<const Division*> Divisions::search(std::string_view query, std::span<const RegionRange> within,
                                               std::size_t limit) const {
  const std::string q = text::lower_ascii(text::compact(query));
  if (q.empty()) return {};
  const bool digits = all_digits(q), ascii = all_ascii(q);

  const auto rank = [&](std::size_t i) -> int {  // 0: not found; smaller is better
    const Division& d = rows_[i];
    if (digits) return to_string(d.code).starts_with(q) ? 1 : 0;
    if (!ascii) {
      if (d.short_name.starts_with(q)) return 1;
      return d.name.find(q) != std::string::npos || d.short_name.find(q) != std::string::npos ? 2 : 0;
    }
    const Keys& keys = keys_[i];
    if (keys.initials.starts_with(q) || keys.pinyin.starts_with(q)) return 1;
    for (const std::uint16_t start : keys.starts)
      if (std::string_view(keys.pinyin).substr(start).starts_with(q)) return 2;
    return q.size() >= 2 && keys.initials.find(q) != std::string::npos ? 3 : 0;
  };

  struct Hit {
    int rank;
    RegionLevel level;
    std::size_t row;
    auto operator<=>(const Hit&) const = default;
  };
  std::vector<Hit> hits;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (!inside(rows_[i].code, within) || rows_[i].synthetic) continue;
    if (const int r = rank(i)) hits.push_back({r, rows_[i].level, i});
  }
  const std::size_t kept = std::min(limit, hits.size());
  std::partial_sort(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(kept), hits.end());
  std::vector<const Division*> out;
  for (std::size_t i = 0; i < kept; ++i) out.push_back(&rows_[hits[i].row]);
  return out;
}

std::optional<RegionCode> Divisions::resolve(std::string_view written, RegionCode under) const {
  if (written.size() > kResolveBytesMax) return std::nullopt;
  const std::string whole = text::compact(written);
  if (whole.empty()) return std::nullopt;
  if (all_digits(whole)) {
    const auto code = RegionCode::parse(whole);
    if (!code || find(*code) == nullptr || !under.contains(*code)) return std::nullopt;
    return *code;
  }

  // Depth first over all ways to cut the text into names, each inside the one before it.
  std::vector<RegionCode> found;
  const auto walk = [&](const auto& self, std::string_view rest, RegionCode inside_of) -> void {
    if (rest.empty()) {
      if (under.contains(inside_of) && std::find(found.begin(), found.end(), inside_of) == found.end())
        found.push_back(inside_of);
      return;
    }
    std::string_view tail = rest;
    for (std::size_t chars = 0; chars < kAliasCharsMax && !tail.empty(); ++chars) {
      text::take(tail);
      const auto [first, last] = aliases_.equal_range(std::string(rest.substr(0, rest.size() - tail.size())));
      for (auto it = first; it != last; ++it) {
        const RegionCode code = rows_[it->second].code;
        if (code == inside_of || !inside_of.contains(code)) continue;
        if (!under.contains(code) && !code.contains(under)) continue;
        self(self, tail, code);
      }
    }
  };
  walk(walk, whole, RegionCode{});
  if (found.size() != 1) return std::nullopt;
  return found.front();
}

}  // namespace yilin::region
