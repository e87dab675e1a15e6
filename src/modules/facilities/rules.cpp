#include "modules/facilities/rules.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "base/assert.h"
#include "base/text.h"
#include "modules/providers/providers.h"

namespace yilin::facilities::rules {
namespace {

using access::Role;

// China and its seas, with a margin.
constexpr std::int64_t kLonMin = 73'000'000, kLonMax = 136'000'000, kLatMin = 3'000'000, kLatMax = 54'000'000;
bool is_lon(std::int64_t e6) { return kLonMin <= e6 && e6 <= kLonMax; }
bool is_lat(std::int64_t e6) { return kLatMin <= e6 && e6 <= kLatMax; }

std::string_view label_of(Measure measure) {
  for (const entity::EnumName& n : enum_names(measure))
    if (n.value == static_cast<std::int64_t>(measure)) return n.label;
  return {};
}
std::string_view unit_of(Measure measure) {
  switch (measure) {
    case Measure::area_m2: case Measure::land_m2: case Measure::area_per_bed_m2: return "平方米";
    case Measure::beds: case Measure::beds_full: case Measure::beds_day: return "张";
    case Measure::nursing_share: return "%";
    case Measure::open_days: return "天";
    default: return "";
  }
}
bool yes_or_no(Measure m) {
  return m == Measure::fire_approved || m == Measure::food_approved || m == Measure::insured || m == Measure::accessible;
}

std::optional<std::int64_t> of(Known k) {
  return k == Known::unknown ? std::nullopt : std::optional<std::int64_t>(k == Known::yes);
}
std::optional<std::int64_t> of(Approval a) {
  return a == Approval::unknown ? std::nullopt : std::optional<std::int64_t>(a != Approval::not_approved);
}
// 0 square metres has not been measured, no beds may be true where no kind needs any.
std::optional<std::int64_t> measured(std::int64_t v) { return v == 0 ? std::nullopt : std::optional(v); }

std::optional<std::int64_t> actual(const Facility& f, Measure measure) {
  switch (measure) {
    case Measure::area_m2: return measured(f.area_m2);
    case Measure::land_m2: return measured(f.land_m2);
    case Measure::beds: return f.beds;
    case Measure::beds_full: return f.beds_full + f.beds_day == 0 && f.beds > 0 ? std::nullopt : std::optional<std::int64_t>(f.beds_full);
    case Measure::beds_day: return f.beds_full + f.beds_day == 0 && f.beds > 0 ? std::nullopt : std::optional<std::int64_t>(f.beds_day);
    case Measure::nursing_share: return f.beds_full == 0 ? std::nullopt : std::optional<std::int64_t>(std::int64_t{f.beds_nursing} * 100 / f.beds_full);
    case Measure::area_per_bed_m2: return f.beds == 0 || f.area_m2 == 0 ? std::nullopt : std::optional<std::int64_t>(f.area_m2 / f.beds);
    case Measure::fire_approved: return of(f.fire);
    case Measure::food_approved: return of(f.food);
    case Measure::insured: return of(f.insured);
    case Measure::accessible: return of(f.accessible);
    case Measure::open_days: return static_cast<std::int64_t>(f.work_days.size());
  }
  return std::nullopt;
}

std::string sentence(const StandardCheck& c) {
  const std::string_view label = label_of(c.measure), unit = unit_of(c.measure);
  if (!c.actual) return fmt::format("{}未填，无法核对。", label);
  if (yes_or_no(c.measure)) return fmt::format("{}：{}。", label, *c.actual ? "符合" : "不符合");
  if (c.meets == Meets::yes) return fmt::format("{} {}{}，不少于 {}{}。", label, *c.actual, unit, c.least, unit);
  return fmt::format("{} {}{}，少于 {}{}。", label, *c.actual, unit, c.least, unit);
}

Result<std::int64_t> parse_degrees(std::string_view text, std::string_view field) {
  const auto wrong = [&] { return fail_field(std::string(field), "位置", "位置应写作“经度,纬度”，例如 115.029,35.762。"); };
  text = text::trim(text);
  const std::size_t dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  std::string_view part = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
  part = part.substr(0, 6);
  const bool digits = std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
  const auto degrees = entity::parse_integer_text(whole);
  if (!degrees || *degrees < 0 || *degrees > 180 || !digits) return wrong();
  std::int64_t e6 = 0;
  for (std::size_t i = 0; i < 6; ++i) e6 = e6 * 10 + (i < part.size() ? part[i] - '0' : 0);
  return *degrees * 1'000'000 + e6;
}

template <class Terms>
bool holds(const Terms& t, Date on) { return t.valid_from <= on && (!t.valid_to || on < t.valid_to); }

}  // namespace

std::span<const lifecycle::Transition<FacilityState>> facility_moves() {
  using S = FacilityState;
  static constexpr access::Roles both{Role::official, Role::provider_manager}, official{Role::official};
  static constexpr lifecycle::Transition<S> moves[] = {
      {S::open, "pause", S::paused, both, true},
      {S::paused, "reopen", S::open, both},
      {S::open, "close", S::closed, official, true},
      {S::paused, "close", S::closed, official, true},
      {S::closed, "reopen", S::open, official, true},
  };
  return moves;
}

std::span<const lifecycle::Transition<Stage>> stage_moves() {
  using S = Stage;
  static constexpr access::Roles official{Role::official};
  static constexpr lifecycle::Transition<S> moves[] = {
      {S::none, "plan", S::planned, official},
      {S::planned, "build", S::building, official},
      {S::building, "accept", S::accepted, official},
      {S::accepted, "deliver", S::delivered, official},
      {S::building, "plan", S::planned, official, true},
      {S::accepted, "build", S::building, official, true},
      {S::delivered, "accept", S::accepted, official, true},
  };
  return moves;
}

siting::Datum engine_datum(MapDatum datum) {
  switch (datum) {
    case MapDatum::wgs84: return siting::Datum::wgs84;
    case MapDatum::gcj02: return siting::Datum::gcj02;
    case MapDatum::bd09: return siting::Datum::bd09;
    case MapDatum::cgcs2000: return siting::Datum::cgcs2000;
  }
  return siting::Datum::wgs84;
}

Result<Place> place_of(std::int64_t lon_e6, std::int64_t lat_e6, MapDatum datum) {
  if (lon_e6 == 0 && lat_e6 == 0) return Place{};
  if (!is_lon(lon_e6) || !is_lat(lat_e6)) {
    if (is_lon(lat_e6) && is_lat(lon_e6)) return fail_field("lon_e6", "经度", "经度和纬度好像填反了：经度应在 73 到 136 度之间，纬度应在 3 到 54 度之间。");
    if (!is_lon(lon_e6)) return fail_field("lon_e6", "经度", "经度应在 73 到 136 度之间。");
    return fail_field("lat_e6", "纬度", "纬度应在 3 到 54 度之间。");
  }
  if (datum == MapDatum::wgs84 || datum == MapDatum::cgcs2000) return Place{lon_e6, lat_e6};
  const siting::Degrees at = siting::to_wgs84({static_cast<double>(lon_e6) / 1e6, static_cast<double>(lat_e6) / 1e6}, engine_datum(datum));
  return Place{std::llround(at.lon * 1e6), std::llround(at.lat * 1e6)};
}

Result<Place> parse_place(std::string_view text, std::string_view field) {
  const std::size_t comma = text.find(',');
  if (comma == std::string_view::npos) return fail_field(std::string(field), "位置", "位置应写作“经度,纬度”，例如 115.029,35.762。");
  Place place;
  YILIN_TRY(place.lon_e6, parse_degrees(text.substr(0, comma), field));
  YILIN_TRY(place.lat_e6, parse_degrees(text.substr(comma + 1), field));
  return place;
}

Status check_record(const FacilityRecord& record, std::int32_t beds) {
  if (record.beds_nursing > record.beds_full) return fail_field("beds_nursing", "其中护理型床位", "护理型床位不能多于全托床位。");
  if (record.beds_full + record.beds_day > 0 && record.beds_full + record.beds_day != beds)
    return fail_field("beds", "床位", fmt::format("床位 {} 张，与全托 {} 张、日间 {} 张之和不符。", beds, record.beds_full, record.beds_day));
  if (record.fee_min_fen.value > record.fee_max_fen.value) return fail_field("fee_max_fen", "最高收费", "最高收费不能低于最低收费。");
  if (record.founded_on && record.opened_on && record.opened_on < record.founded_on) return fail_field("opened_on", "开业日期", "开业日期不能早于成立日期。");
  return {};
}

std::vector<StandardTerms> standards_for(std::span<const StandardTerms> book, FacilityKind kind, RegionCode region, Date on) {
  std::map<std::string_view, const StandardTerms*> best;
  for (const StandardTerms& t : book) {
    if (t.kind != kind || !t.region.contains(region) || !holds(t, on)) continue;
    const StandardTerms*& kept = best[t.code];
    if (kept == nullptr || std::pair(t.region.level(), t.valid_from) > std::pair(kept->region.level(), kept->valid_from)) kept = &t;
  }
  std::vector<StandardTerms> out;
  for (const auto& [code, terms] : best) out.push_back(*terms);
  return out;
}

std::vector<StandardCheck> check(std::span<const StandardTerms> book, const Facility& facility, Date on) {
  std::vector<StandardCheck> out;
  for (const StandardTerms& t : standards_for(book, facility.kind, facility.region, on)) {
    StandardCheck c;
    c.code = t.code;
    c.clause = t.clause;
    c.basis = t.basis;
    c.confidence = t.confidence;
    c.measure = t.measure;
    c.least = t.least;
    c.actual = actual(facility, t.measure);
    c.meets = !c.actual ? Meets::unknown : *c.actual >= t.least ? Meets::yes : Meets::no;
    c.sentence = sentence(c);
    out.push_back(std::move(c));
  }
  return out;
}

Meets overall(std::span<const StandardCheck> checks) {
  if (checks.empty()) return Meets::unknown;
  Meets worst = Meets::yes;
  for (const StandardCheck& c : checks) {
    if (c.meets == Meets::no) return Meets::no;
    if (c.meets == Meets::unknown) worst = Meets::unknown;
  }
  return worst;
}

bool open_at(const Facility& f, Instant now) {
  const int minute = minute_of_day(now);
  const bool day = (providers::rules::day_mask(f.work_days) >> (civil_date(now).weekday() - 1) & 1) != 0;
  return f.state == FacilityState::open && day && f.opens_min <= minute && minute < f.closes_min;
}

std::vector<HousingTerms> housing_rules_for(std::span<const HousingTerms> book, const Quarter& quarter, Date today) {
  const Date on = quarter.kind == QuarterKind::fresh && quarter.planned_on ? quarter.planned_on : today;
  std::vector<HousingTerms> out;
  for (const HousingTerms& t : book)
    if (t.kind == quarter.kind && t.region.contains(quarter.region) && holds(t, on)) out.push_back(t);
  std::sort(out.begin(), out.end(), [](const HousingTerms& a, const HousingTerms& b) {
    return std::tuple(a.region.level(), a.valid_from, a.code) < std::tuple(b.region.level(), b.valid_from, b.code);
  });
  return out;
}

std::int64_t owed_m2(const HousingTerms& terms, std::int32_t households) {
  return (terms.m2_per_100_households * households + 99) / 100;
}

std::string out_of_step(const Quarter& quarter) {
  if (quarter.kind != QuarterKind::fresh || quarter.care_stage >= quarter.housing_stage) return {};
  const auto label = [](Stage stage) {
    for (const entity::EnumName& n : enum_names(stage))
      if (n.value == static_cast<std::int64_t>(stage)) return n.label;
    return std::string_view();
  };
  return fmt::format("住宅{}，配建养老用房{}，未同步。", label(quarter.housing_stage), label(quarter.care_stage));
}

std::vector<std::int64_t> apportion(std::span<const std::int64_t> weights, std::int64_t total) {
  YILIN_ASSERT(total >= 0);
  std::vector<std::int64_t> parts(weights.size(), 0);
  if (weights.empty()) return parts;
  const __int128 sum = std::accumulate(weights.begin(), weights.end(), __int128{0});
  std::vector<std::pair<__int128, std::size_t>> rest;  // remainder, place
  std::int64_t given = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const __int128 share = sum == 0 ? __int128{total} : __int128{weights[i]} * total;
    const __int128 of = sum == 0 ? static_cast<__int128>(weights.size()) : sum;
    parts[i] = static_cast<std::int64_t>(share / of);
    given += parts[i];
    rest.emplace_back(share % of, i);
  }
  std::stable_sort(rest.begin(), rest.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  for (std::size_t k = 0; given < total; ++k, ++given) ++parts[rest[k].second];
  return parts;
}

}  // namespace yilin::facilities::rules
