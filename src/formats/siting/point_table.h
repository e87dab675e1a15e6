#pragma once
// Points with attributes as CSV: demand, candidate sites, existing sites. First row: names of columns in English or Chinese
// (id 编号; x y in km, or lon 经度, lat 纬度 in degrees; weight 人数; cost 造价; capacity 容量; status 状态; group 社区; label 标签, several with ; between). Without such a row
// the columns are id, x, y, weight. UTF-8, comma, cells may be quoted. Millions of rows in well under a second.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace yilin::formats::siting {

inline constexpr ErrorKind bad_points{"siting.bad_points", 422, "选址数据有误。", "The siting data are wrong."};

enum class Axes : std::uint8_t { plane_km, degrees, none };   // none: no columns of places
enum class PointRule : std::uint8_t { candidate, required, excluded };

struct PointTable {
  std::string name;                       // of the file, for messages
  std::string text;                       // the file: ids and groups point into it
  Axes axes = Axes::plane_km;
  std::vector<std::string_view> id;
  std::vector<double> x, y;               // km or degrees (lon, lat); NaN: no place
  std::vector<std::int64_t> weight;       // × weight_scale
  std::int64_t weight_scale = 1;          // 1 where all weights are whole, else 1000
  std::vector<std::int64_t> cost;         // empty: no such column; × cost_scale
  std::int64_t cost_scale = 1;
  std::vector<double> capacity;           // empty: no such column
  std::vector<PointRule> rule;            // empty: no such column
  std::vector<std::int32_t> group;        // empty: no such column
  std::vector<std::string_view> group_name;
  std::vector<std::int32_t> label_set;    // empty: no such column
  std::vector<std::vector<std::int32_t>> label_sets;   // labels that occur together, ascending
  std::vector<std::string_view> label_name;
  std::vector<std::string> warnings;      // Chinese sentences with the first rows concerned
  std::size_t unplaced = 0;
  std::size_t size() const { return id.size(); }
  std::size_t first_row = 2;              // row of the file in which item 0 stands
};

// Errors name the rows (the first five): negative or unreadable weights, costs that are not positive, ids given twice, degrees that cannot
// be (swapped longitude and latitude), a column missing. Warnings: columns that are not used, weights that are empty.
// `places_needed` false: columns of places may be missing (reach then comes from a travel-time table).
Result<PointTable> read_points(std::string text, std::string name, bool places_needed = true);

}  // namespace yilin::formats::siting
