// What code and official name tell: short names, urban class, zones.

#include "modules/region/region.h"

namespace yilin::region {
namespace {

bool cut_end(std::string_view& text, std::string_view end) {
  if (text.size() <= end.size() || !text.ends_with(end)) return false;
  text.remove_suffix(end.size());
  return true;
}

}  // namespace

std::string short_name(std::string_view official) {
  std::string_view rest = official;
  if (cut_end(rest, "社区居民委员会") || cut_end(rest, "社区居委会")) return std::string(rest) + "社区";
  if (cut_end(rest, "村民委员会") || cut_end(rest, "村委会"))
    return rest.ends_with("村") ? std::string(rest) : std::string(rest) + "村";
  if (cut_end(rest, "居民委员会")) return std::string(rest) + "居委会";
  if (cut_end(rest, "街道办事处")) return std::string(rest) + "街道";
  return std::string(official);
}

// Digits 10–12 of the statistical code: 001–199 residents' committees, 200–399 village committees, 400–599 others; the
// name decides where it says more. 主城区 (111) or 镇中心区 (121) follows the kind of street above.
UrbanClass derive_urban_class(RegionCode code, std::string_view name, std::string_view street) {
  const RegionLevel level = code.level();
  if (level == RegionLevel::street) street = name;
  const bool town = street.ends_with("镇") || street.ends_with("乡") || street.ends_with("农场") || street.ends_with("林场");
  if (level == RegionLevel::street) return street.ends_with("乡") ? UrbanClass::village
                                         : town                   ? UrbanClass::town_centre
                                                                  : UrbanClass::city_centre;
  if (level != RegionLevel::community) return UrbanClass::unknown;
  const auto digits = code.value % 1000;
  if (digits == 999) return UrbanClass::unknown;
  bool village = digits >= 200 && digits < 400;
  if (name.ends_with("村民委员会") || name.ends_with("村委会")) village = true;
  if (name.ends_with("居民委员会") || name.ends_with("居委会") || name.ends_with("社区")) village = false;
  if (village) return UrbanClass::village;
  return town ? UrbanClass::town_centre : UrbanClass::city_centre;
}

bool placeholder(const Division& division) {
  return division.level == RegionLevel::city &&
         (division.name == "市辖区" || division.name == "县" || division.name.ends_with("直辖县级行政区划"));
}

Division make_division(RegionCode code, std::string_view name, Date valid_from, std::string_view street_name) {
  Division d;
  d.code = code;
  d.name = std::string(name);
  d.short_name = short_name(name);
  d.level = code.level();
  d.urban = derive_urban_class(code, name, street_name);
  const auto county_digits = code.value / 1'000'000 % 100;
  d.zone = d.level == RegionLevel::county && county_digits >= 71 && county_digits <= 79;
  d.valid_from = valid_from;
  return d;
}

std::vector<Division> stand_ins(const Division& parent) {
  const auto below = [&](std::int64_t offset, const char* name) {
    Division d = make_division({parent.code.value + offset}, name, parent.valid_from);
    d.synthetic = true;
    d.urban = parent.urban;
    return d;
  };
  switch (parent.level) {
    case RegionLevel::city: return {below(999'000, "市直"), below(999'999, "未定社区")};
    case RegionLevel::county: return {below(999'000, parent.name.ends_with("县")   ? "县直"
                                                : parent.name.ends_with("市") ? "市直"
                                                                              : "区直"), below(999'999, "未定社区")};
    case RegionLevel::street: return {below(999, "未定社区")};
    default: return {};
  }
}

}  // namespace yilin::region
