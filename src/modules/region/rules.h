#pragma once
// Pure decisions of the tree: zones, schematic maps, borders.

#include <string_view>
#include <vector>

#include "modules/region/region.h"

namespace yilin::region::rules {

namespace errors {
inline constexpr ErrorKind zone_exists{"region.zone_exists", 409, "这个功能区代码已经启用。", "The zone code is in use already."};
}

// The division to add with its stand-ins, or what is wrong with it.
Result<std::vector<Division>> decide_zone(const NewZone& zone, const Divisions& tree);

// Deterministic equal-area layout: row by row in the order given, nearly square. It says where a tile stands in the
// picture, never where a place lies on the earth.
struct Layout {
  std::int32_t columns = 0, rows = 0;
};
Layout layout_of(std::size_t count);

// 审图号 as printed on reviewed maps: 豫S(2023)012号, 豫濮S〔2024〕3号, GS(2022)4317号.
bool review_number_plausible(std::string_view text);

}  // namespace yilin::region::rules
