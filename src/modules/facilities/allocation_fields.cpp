#include "modules/facilities/allocation.h"
#include "modules/facilities/joined.h"

namespace yilin::facilities {

using entity::field;
using entity::Table;

namespace {
constexpr std::int64_t kMoneyMax = 10'000'000'000'00;
}

std::span<const entity::EnumName> enum_names(AllocationKind) {
  static constexpr entity::EnumName names[] = {{1, "split", "任务分解"}, {2, "adaptation", "适老化改造"}, {3, "family_bed", "家庭养老床位"}};
  return names;
}
std::span<const entity::EnumName> enum_names(Weight) {
  static constexpr entity::EnumName names[] = {{1, "elders", "老人数"}, {2, "disabled", "中度以上失能老人数"}, {3, "poor", "特困、低保和低保边缘老人数"}};
  return names;
}

const Table& CountyLimit::fields() {
  using F = CountyLimit;
  static const Table table("CountyLimit", "各地条件", {
      field<&F::region>("region", "地区").required(),
      field<&F::total>("total", "任务").range(0, 1'000'000'000),
      field<&F::year>("year", "年份").range(0, static_cast<std::int64_t>(kYearsMax)),
      field<&F::floor_fen>("floor_fen", "下限").range(0, kMoneyMax).unit("分"),
      field<&F::cap_fen>("cap_fen", "上限").range(0, kMoneyMax).unit("分"),
  });
  return table;
}
const Table& NewAllocation::fields() {
  using F = NewAllocation;
  static const Table table("NewAllocation", "分配任务和套餐", {
      field<&F::name>("name", "名称").required().text_max(80),
      field<&F::region>("region", "规划范围").required(),
      field<&F::kind>("kind", "类别").required(),
      field<&F::unit>("unit", "单位").text_max(10),
      field<&F::total>("total", "任务总数").range(0, 1'000'000'000),
      field<&F::weight>("weight", "按什么分"),
      field<&F::years>("years", "各年").list_max(kYearsMax).range(0, kMoneyMax),
      field<&F::counties>("counties", "各地条件").list_max(500),
      field<&F::labels>("labels", "困难标签").list_max(32),
      field<&F::ability_min>("ability_min", "能力等级不轻于"),
      field<&F::input_digest>("input_digest", "输入摘要").hidden(),
      field<&F::result_json>("result_json", "结果").hidden(),
  });
  return table;
}
const Table& AllocationCell::fields() {
  using F = AllocationCell;
  static const Table table("AllocationCell", "分配", {
      field<&F::region>("region", "地区"),
      field<&F::region_name>("region_name", "地区名称"),
      field<&F::year>("year", "年份").describe("0 为合计"),
      field<&F::amount>("amount", "数量"),
      field<&F::cost_fen>("cost_fen", "费用").unit("分"),
      field<&F::by_package>("by_package", "各套餐户数").list_max(50),
  });
  return table;
}
const Table& AllocationYear::fields() {
  using F = AllocationYear;
  static const Table table("AllocationYear", "各年合计", {
      field<&F::year>("year", "年份"),
      field<&F::amount>("amount", "数量"),
      field<&F::budget_fen>("budget_fen", "预算").unit("分"),
      field<&F::cost_fen>("cost_fen", "费用").unit("分"),
      field<&F::benefit>("benefit", "效益"),
      field<&F::bound>("bound", "效益的界").describe("任何分配都不会超过"),
      field<&F::largest_step>("largest_step", "一户的最大增量"),
  });
  return table;
}
const Table& AllocationResult::fields() {
  using F = AllocationResult;
  static const Table table("AllocationResult", "分配结果", {
      field<&F::unit>("unit", "单位"),
      field<&F::method>("method", "方法"),
      field<&F::total>("total", "合计"),
      field<&F::eligible>("eligible", "符合条件").unit("户"),
      field<&F::packages>("packages", "套餐").list_max(50),
      field<&F::years>("years", "各年").list_max(kYearsMax),
      field<&F::cells>("cells", "各地各年").list_max(30'000),
      field<&F::warnings>("warnings", "提示").list_max(20),
  });
  return table;
}
const Table& Allocation::fields() {
  using F = Allocation;
  static const Table table("Allocation", "分配档案", {
      field<&F::id>("id", "编号"),
      field<&F::name>("name", "名称"),
      field<&F::region>("region", "规划范围"),
      field<&F::kind>("kind", "类别"),
      field<&F::inputs_json>("inputs_json", "输入").hidden(),
      field<&F::result_json>("result_json", "结果").hidden(),
      field<&F::input_digest>("input_digest", "输入摘要（SM3）"),
      field<&F::created_by>("created_by", "编制人编号"),
      field<&F::created_at>("created_at", "时间"),
  });
  return table;
}
const Table& AllocationView::fields() {
  static const Table table("AllocationView", "分配情况", joined({}, Allocation::fields(), {field<&AllocationView::region_name>("region_name", "规划范围名称")}));
  return table;
}
const Table& AllocationDetail::fields() {
  static const Table table("AllocationDetail", "分配详情", joined({}, AllocationView::fields(), {field<&AllocationDetail::result>("result", "结果")}));
  return table;
}
const Table& AllocationPath::fields() {
  static const Table table("AllocationPath", "分配编号", {field<&AllocationPath::id>("id", "编号").required()});
  return table;
}
const Table& AllocationQuery::fields() {
  using F = AllocationQuery;
  static const Table table("AllocationQuery", "查询分配", {
      field<&F::region>("region", "地区"),
      field<&F::kind>("kind", "类别"),
      field<&F::limit>("limit", "条数").range(1, http::kPageMax),
      field<&F::cursor>("cursor", "游标"),
  });
  return table;
}

}  // namespace yilin::facilities
