// An uploaded table of travel times, resolved row by row.
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <map>
#include <unordered_set>

#include <fmt/format.h>

#include "base/text.h"
#include "engines/siting/travel_times.h"
#include "formats/table.h"
#include "modules/facilities/memory.h"
#include "modules/facilities/reach_files.h"
#include "modules/region/region.h"

namespace yilin::facilities {
namespace {

constexpr std::size_t kErrorsShown = 20;
constexpr double kMinutesMax = 1'440;
constexpr std::size_t kNameMax = 80;
enum Column : std::size_t { kCommunity, kSite, kMinutes, kSeconds, kColumns };
constexpr std::array<std::string_view, kColumns> kLabels{"社区", "设施或备选点", "分钟", "秒"};
constexpr std::array<std::array<std::string_view, 6>, kColumns> kHeaders{{
    {"社区", "社区代码", "区划代码", "需求点", "demand", "community"},
    {"设施或备选点", "设施", "设施编号", "备选点", "site", "facility"},
    {"分钟", "时间（分钟）", "步行分钟", "时间", "minutes", "min"},
    {"秒", "时间（秒）", "步行秒", "seconds", "sec", "s"},
}};

class Reading {
 public:
  explicit Reading(Kernel& kernel) : divisions_(region::divisions(kernel)) {
    shelf(kernel).facilities.for_each([&](const FacilityIndex::Entry& e) {
      if (e.facility.state == FacilityState::closed) return;
      by_name_.emplace(e.facility.name, e.facility.id);
      ids_.insert(e.facility.id.value);
    });
  }

  Result<TimesDraft> run(formats::TableReader& table) {
    formats::Row row;
    YILIN_TRY(const bool any, table.next(row));
    if (!any || !find_columns(row))
      return fail_field("file", "时间表", "第一行应是表头，要有三列：社区、设施或备选点、分钟（或秒）。");
    for (;;) {
      YILIN_TRY(const bool more, table.next(row));
      if (!more) break;
      if (static_cast<std::int64_t>(out_.row.size()) >= kTimesMax)
        return fail(yilin::errors::too_large, fmt::format("时间表不能超过 {} 行；可以只留能到得了的。", kTimesMax));
      take(row);
    }
    if (wrong_ > 0) {
      Error error(yilin::errors::invalid, fmt::format("时间表有 {} 处不能用{}，请改好后重新上传。", wrong_, wrong_ > errors_.size() ? fmt::format("，先列出 {} 处", errors_.size()) : ""));
      error.fields = std::move(errors_);
      return fail(std::move(error));
    }
    if (out_.row.empty()) return fail_field("file", "时间表", "表里没有一行数据。");
    summarise();
    return std::move(out_);
  }

 private:
  bool find_columns(const formats::Row& header) {
    at_.fill(SIZE_MAX);
    for (std::size_t c = 0; c < header.cells.size(); ++c)
      for (std::size_t k = 0; k < kColumns; ++k)
        if (at_[k] == SIZE_MAX && std::ranges::find(kHeaders[k], text::trim(header.cell(c))) != kHeaders[k].end()) {
          at_[k] = c;
          break;
        }
    return at_[kCommunity] != SIZE_MAX && at_[kSite] != SIZE_MAX && (at_[kMinutes] != SIZE_MAX || at_[kSeconds] != SIZE_MAX);
  }

  void wrong(std::size_t row, Column column, std::string message) {
    ++wrong_;
    if (errors_.size() < kErrorsShown)
      errors_.push_back({fmt::format("rows.{}.{}", row, column == kCommunity ? "community" : column == kSite ? "site" : "minutes"),
                         fmt::format("第 {} 行“{}”", row, kLabels[column]), std::move(message)});
  }

  void take(const formats::Row& row) {
    const auto community = community_of(row);
    const auto key = site_of(row);
    const auto seconds = seconds_of(row);
    if (!community || !key || !seconds) return;
    const auto [number, fresh] = keys_.try_emplace(*key, keys_.size());
    const std::uint64_t pair = static_cast<std::uint64_t>(*divisions_->index_of(*community)) << 32 | number->second;
    if (!pairs_.insert(pair).second) return wrong(row.number, kSite, "这个社区到这一处的时间前面已经有了。");
    out_.row.push_back({*community, *key, *seconds});
  }

  std::optional<RegionCode> community_of(const formats::Row& row) {
    const std::string cell(text::trim(row.cell(at_[kCommunity])));
    const auto [found, fresh] = communities_.try_emplace(cell);
    if (fresh) {
      if (const auto code = RegionCode::parse(cell)) found->second = *code;
      else found->second = divisions_->resolve(cell, divisions_->city());
      if (found->second && !divisions_->index_of(*found->second)) found->second.reset();
    }
    if (!found->second)
      wrong(row.number, kCommunity, cell.empty() ? "没有填写社区。" : fmt::format("“{}”不是本市的社区（村），请写 12 位区划代码或全称。", shown(cell)));
    return found->second;
  }

  std::optional<std::string> site_of(const formats::Row& row) {
    const std::string cell(text::trim(row.cell(at_[kSite])));
    if (cell.empty()) {
      wrong(row.number, kSite, "没有填写设施或备选点。");
      return std::nullopt;
    }
    if (std::ranges::all_of(cell, [](char c) { return c >= '0' && c <= '9'; })) {
      std::int64_t number = 0;
      std::from_chars(cell.data(), cell.data() + cell.size(), number);
      if (ids_.contains(number)) return facility_key(FacilityId{number});
      if (const auto code = RegionCode::parse(cell); code && divisions_->index_of(*code)) return community_key(*code);
      wrong(row.number, kSite, fmt::format("没有编号为 {} 的设施，也不是本市社区的代码。", shown(cell)));
      return std::nullopt;
    }
    const auto named = by_name_.equal_range(cell);
    const auto many = std::distance(named.first, named.second);
    if (many == 1) return facility_key(named.first->second);
    if (many > 1) {
      wrong(row.number, kSite, fmt::format("有 {} 处设施叫“{}”，请写设施编号。", many, shown(cell)));
      return std::nullopt;
    }
    if (!text::valid(cell) || text::length(cell) > kNameMax) {
      wrong(row.number, kSite, fmt::format("名称里有不能用的字符，或超过 {} 个字。", kNameMax));
      return std::nullopt;
    }
    return name_key(cell);
  }

  std::optional<std::int32_t> seconds_of(const formats::Row& row) {
    const Column column = at_[kMinutes] != SIZE_MAX ? kMinutes : kSeconds;
    const std::string_view cell = text::trim(row.cell(at_[column]));
    double value = 0;
    const auto [end, bad] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    const double minutes = column == kMinutes ? value : value / 60;
    if (!formats::plain_number(cell) || bad != std::errc() || end != cell.data() + cell.size() || minutes < 0 || minutes > kMinutesMax) {
      wrong(row.number, column, fmt::format("“{}”应为 0 到 {} 的数。", shown(cell), column == kMinutes ? kMinutesMax : kMinutesMax * 60));
      return std::nullopt;
    }
    return siting::seconds_of_minutes(minutes);
  }

  // What a cell holds, short enough for a sentence.
  static std::string shown(std::string_view cell) { return cell.size() <= 60 ? std::string(cell) : std::string(text::first(cell, 20)) + "…"; }

  void summarise() {
    std::unordered_set<std::int64_t> communities;
    for (const TimesDraft::Row& r : out_.row) communities.insert(r.community.value);
    out_.communities = static_cast<std::int64_t>(communities.size());
    std::string some;
    std::vector<std::string_view> names;
    for (const auto& [key, number] : keys_) {
      if (key.starts_with("f:")) ++out_.facilities;
      else ++out_.other_sites;
      if (key.starts_with("n:")) names.push_back(std::string_view(key).substr(2));
    }
    std::ranges::sort(names);
    for (std::size_t k = 0; k < std::min<std::size_t>(5, names.size()); ++k) some += fmt::format("{}{}", k ? "、" : "", names[k]);
    if (!names.empty()) out_.notes.push_back(fmt::format("{} 处不是名册里的设施，按备选点的名称保留：{}{}。", names.size(), some, names.size() > 5 ? " 等" : ""));
    const auto missing = static_cast<std::int64_t>(ids_.size()) - out_.facilities;
    if (missing > 0) out_.notes.push_back(fmt::format("名册里有 {} 处设施不在表中，按这张表谁也到不了那里。", missing));
  }

  std::shared_ptr<const region::Divisions> divisions_;
  std::multimap<std::string, FacilityId, std::less<>> by_name_;
  std::unordered_set<std::int64_t> ids_;
  std::array<std::size_t, kColumns> at_{};
  std::unordered_map<std::string, std::optional<RegionCode>> communities_;
  std::unordered_map<std::string, std::size_t> keys_;
  std::unordered_set<std::uint64_t> pairs_;
  std::vector<FieldError> errors_;
  std::size_t wrong_ = 0;
  TimesDraft out_;
};

}  // namespace

Result<TimesDraft> read_times(const std::string& path, Kernel& kernel) {
  std::error_code none;
  const auto size = static_cast<std::int64_t>(std::filesystem::file_size(path, none));
  if (none || size > kTimesBytesMax) return fail(yilin::errors::too_large, fmt::format("时间表不能超过 {} MB。", kTimesBytesMax >> 20));
  YILIN_TRY(const auto table, formats::open_table_file(path));
  return Reading(kernel).run(*table);
}

}  // namespace yilin::facilities
