#pragma once
// What screens see of figures. Internal to figures.

#include <optional>
#include <string>
#include <vector>

#include "http/page.h"
#include "http/router.h"
#include "modules/figures/types.h"
#include "modules/orders/types.h"
#include "modules/region/region.h"

namespace yilin::figures {

inline constexpr std::int32_t kDaysMax = 400;
inline constexpr std::int32_t kDaysDefault = 30;

// ---- activity ----

struct FiguresQuery {
  RegionCode region;               // none: what the caller is responsible for
  Date from, to;                   // inclusive; none: the last 30 days
  static const entity::Table& fields();
};
struct FigureRow {
  RegionCode region;               // none: several divisions that make no one above them
  std::string name;
  bool has_children = false;
  std::int64_t orders_placed = 0, orders_cancelled = 0, visits_done = 0, visit_minutes = 0, visits_confirmed = 0;
  std::int64_t ratings_bad = 0, ratings_fair = 0, ratings_good = 0, complaints = 0;
  Fen settled_fen, subsidy_fen, self_fen;
  std::int64_t response_5 = 0, response_15 = 0, response_30 = 0, response_60 = 0, response_240 = 0, response_over = 0;
  // None when there is nothing to divide by.
  std::optional<std::int64_t> cancelled_permille, satisfied_permille, answered_30_permille, subsidy_permille, minutes_per_visit;
  static const entity::Table& fields();
};
struct Figures {
  Date from, to;
  FigureRow total;
  std::vector<FigureRow> children;
  static const entity::Table& fields();
};
FigureRow row_of(const Values& values);
Result<Figures> show_figures(command::Reader& reader, const FiguresQuery& in);

// ---- elders ----

struct EldersQuery {
  RegionCode region;
  static const entity::Table& fields();
};
struct ElderCount {
  std::string key, label;
  std::int64_t elders = 0;
  static const entity::Table& fields();
};
struct ElderRow {
  RegionCode region;
  std::string name;
  std::int64_t elders = 0;
  std::vector<ElderCount> labels, ages, living, ability, sexes;  // ability: for those who may see health
  static const entity::Table& fields();
};
struct ElderFigures {
  ElderRow total;
  std::vector<ElderRow> children;
  static const entity::Table& fields();
};
Result<ElderFigures> show_elders(command::Reader& reader, const EldersQuery& in);

// ---- the rows behind a figure ----

struct RowsQuery {
  Metric metric = Metric::orders_placed;
  RegionCode region;
  Date from, to;
  std::int64_t limit = http::kPageDefault;
  std::int64_t cursor = 0;
  static const entity::Table& fields();
};
struct FigureItem {
  OrderId order_id;
  VisitId visit_id;
  ElderId elder_id;
  std::string elder_name, region_name;
  RegionCode region;
  Instant at;
  std::int64_t value = 0;          // what it adds to the figure
  static const entity::Table& fields();
};
Result<http::Page<FigureItem>> list_rows(command::Reader& reader, const RowsQuery& in);

// ---- the work list ----

struct TodayItem {
  std::string kind, title;
  std::int64_t count = 0;
  std::string link;                // inside the caller's entry
  static const entity::Table& fields();
};
struct Today {
  std::vector<TodayItem> items;
  static const entity::Table& fields();
};
Result<Today> show_today(command::Reader& reader, const http::Nothing& in);

// ---- shared ----

// A region in the caller's scope and the divisions that make it up. Without a region: all that the caller is responsible
// for. not_found outside of the scope.
struct Area {
  RegionCode region;
  std::string name;
  std::vector<RegionCode> children;
};
Result<Area> area_of(const command::Reader& reader, RegionCode region);
struct Span {
  Date from, to;
};
Result<Span> span_of(Date from, Date to, Date today);

}  // namespace yilin::figures
