#include "modules/region/rules.h"

#include "base/text.h"

namespace yilin::region::rules {

Result<std::vector<Division>> decide_zone(const NewZone& zone, const Divisions& tree) {
  if (zone.code.level() != RegionLevel::county || !tree.city().contains(zone.code))
    return fail_field("code", "功能区代码", "应为本市的县级代码（6 位）。");
  const auto digits = zone.code.value / 1'000'000 % 100;
  if (digits < 71 || digits > 99) return fail_field("code", "功能区代码", "功能区代码第 5、6 位应为 71 至 99。");
  if (text::trim(zone.name).empty()) return fail_field("name", "功能区名称", "请填写功能区名称。");
  if (tree.find(zone.code) != nullptr) return fail(errors::zone_exists);

  Division division = make_division(zone.code, text::trim(zone.name), zone.valid_from);
  division.zone = true;
  division.urban = UrbanClass::city_centre;
  std::vector<Division> out = stand_ins(division);
  out.insert(out.begin(), std::move(division));
  return out;
}

Layout layout_of(std::size_t count) {
  Layout layout;
  while (static_cast<std::size_t>(layout.columns) * static_cast<std::size_t>(layout.columns) < count) ++layout.columns;
  if (layout.columns > 0)
    layout.rows = static_cast<std::int32_t>((count + static_cast<std::size_t>(layout.columns) - 1) / static_cast<std::size_t>(layout.columns));
  return layout;
}

bool review_number_plausible(std::string_view written) {
  const std::string plain = text::compact(written);
  std::string_view rest = plain;
  const std::size_t mark = rest.find('S');
  if (mark == std::string_view::npos || mark > 12) return false;
  rest.remove_prefix(mark + 1);
  const auto take = [&](std::string_view token) {
    if (!rest.starts_with(token)) return false;
    rest.remove_prefix(token.size());
    return true;
  };
  const auto take_digits = [&](std::size_t min, std::size_t max) {
    std::size_t n = 0;
    while (n < rest.size() && n < max && rest[n] >= '0' && rest[n] <= '9') ++n;
    rest.remove_prefix(n);
    return n >= min;
  };
  if (!take("(") && !take("〔") && !take("[")) return false;
  if (!take_digits(4, 4)) return false;
  if (!take(")") && !take("〕") && !take("]")) return false;
  return take_digits(1, 6) && take("号") && rest.empty();
}

}  // namespace yilin::region::rules
