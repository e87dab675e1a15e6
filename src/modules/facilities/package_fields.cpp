#include "modules/facilities/index.h"

namespace yilin::facilities {

using entity::field;
using entity::Table;

std::span<const entity::EnumName> enum_names(PackageKind) {
  static constexpr entity::EnumName names[] = {{1, "adaptation", "适老化改造"}, {2, "family_bed", "家庭养老床位"}};
  return names;
}

const Table& PackageTerms::fields() {
  using F = PackageTerms;
  static const Table table("CarePackage", "改造与床位套餐", {
      field<&F::code>("code", "编码").required().text_max(60),
      field<&F::name>("name", "名称").required().text_max(80),
      field<&F::kind>("kind", "类别").required(),
      field<&F::region>("region", "适用地区"),
      field<&F::valid_from>("valid_from", "生效日期").required(),
      field<&F::valid_to>("valid_to", "失效日期"),
      field<&F::cost_fen>("cost_fen", "费用").required().range(1, 10'000'000).unit("分"),
      field<&F::points_mild>("points_mild", "轻度失能得分").range(0, 1000),
      field<&F::points_moderate>("points_moderate", "中度失能得分").range(0, 1000),
      field<&F::points_severe>("points_severe", "重度失能得分").range(0, 1000),
      field<&F::points_complete>("points_complete", "完全失能得分").range(0, 1000),
      field<&F::basis>("basis", "依据").required().text_max(300),
      field<&F::confidence>("confidence", "可信度").required().text_max(20),
  });
  return table;
}

}  // namespace yilin::facilities
