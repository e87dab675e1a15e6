#include "modules/facilities/housing.h"
#include "modules/facilities/joined.h"

namespace yilin::facilities {

using entity::field;
using entity::Table;

namespace {
constexpr std::int64_t kDegree = 1'000'000;
}

std::span<const entity::EnumName> enum_names(Part) {
  static constexpr entity::EnumName names[] = {{1, "housing", "住宅"}, {2, "care", "配建养老用房"}};
  return names;
}

const Table& QuarterStep::fields() {
  using F = QuarterStep;
  static const Table table("QuarterStep", "小区进度", {
      field<&F::id>("id", "编号"),
      field<&F::quarter_id>("quarter_id", "小区"),
      field<&F::part>("part", "部分"),
      field<&F::stage>("stage", "进度"),
      field<&F::on_day>("on_day", "日期"),
      field<&F::document>("document", "文件"),
      field<&F::by>("by_user", "经办人编号"),
      field<&F::created_at>("created_at", "登记时间"),
  });
  return table;
}
const Table& Owed::fields() {
  using F = Owed;
  static const Table table("HousingOwed", "应配建面积", {
      field<&F::code>("code", "编码"),
      field<&F::name>("name", "规定"),
      field<&F::m2_per_100_households>("m2_per_100_households", "每百户面积").unit("平方米"),
      field<&F::owed_m2>("owed_m2", "应配建").unit("平方米"),
      field<&F::debt_m2>("debt_m2", "欠缺").unit("平方米"),
      field<&F::binding>("binding", "据此核算"),
      field<&F::basis>("basis", "依据"),
      field<&F::confidence>("confidence", "可信度"),
  });
  return table;
}
const Table& NewQuarter::fields() {
  using F = NewQuarter;
  static const Table table("NewQuarter", "登记住宅小区", {
      field<&F::name>("name", "小区名称").required().text_max(80),
      field<&F::region>("region", "所在地区").required(),
      field<&F::address>("address", "地址").text_max(200),
      field<&F::developer>("developer", "建设单位").text_max(80),
      field<&F::kind>("kind", "类型").required(),
      field<&F::households>("households", "户数").required().range(1, 100'000).unit("户"),
      field<&F::lon_e6>("lon_e6", "经度").range(-180 * kDegree, 180 * kDegree).unit("百万分之一度"),
      field<&F::lat_e6>("lat_e6", "纬度").range(-180 * kDegree, 180 * kDegree).unit("百万分之一度"),
      field<&F::datum>("datum", "坐标系"),
      field<&F::planned_on>("planned_on", "规划许可日期"),
      field<&F::provided_m2>("provided_m2", "已配建面积").range(0, 1'000'000).unit("平方米"),
      field<&F::facility_id>("facility_id", "建成的设施"),
      field<&F::note>("note", "备注").text_max(300),
  });
  return table;
}
const Table& ChangeQuarter::fields() {
  static const Table table("ChangeQuarter", "修改住宅小区",
                           joined({field<&ChangeQuarter::id>("id", "编号"), field<&ChangeQuarter::version>("version", "版本").required()}, NewQuarter::fields()));
  return table;
}
const Table& QuarterPath::fields() {
  static const Table table("QuarterPath", "小区", {field<&QuarterPath::id>("id", "编号").required()});
  return table;
}
const Table& TakeStep::fields() {
  using F = TakeStep;
  static const Table table("TakeQuarterStep", "登记小区进度", {
      field<&F::id>("id", "编号"),
      field<&F::part>("part", "部分").required(),
      field<&F::stage>("stage", "进度").required(),
      field<&F::on_day>("on_day", "日期"),
      field<&F::document>("document", "文件").text_max(120),
      field<&F::provided_m2>("provided_m2", "验收面积").range(0, 1'000'000).unit("平方米"),
      field<&F::reason>("reason", "原因").text_max(300),
  });
  return table;
}
const Table& QuarterQuery::fields() {
  using F = QuarterQuery;
  static const Table table("QuarterQuery", "查询住宅小区", {
      field<&F::q>("q", "关键字").text_max(80),
      field<&F::region>("region", "地区"),
      field<&F::kind>("kind", "类型"),
      field<&F::in_debt>("in_debt", "有欠缺"),
      field<&F::out_of_step>("out_of_step", "未同步"),
      field<&F::limit>("limit", "条数").range(1, http::kPageMax),
      field<&F::cursor>("cursor", "游标"),
  });
  return table;
}
const Table& QuarterView::fields() {
  using F = QuarterView;
  static const Table table("QuarterView", "住宅小区配建情况", joined({}, Quarter::fields(), {
      field<&F::region_name>("region_name", "所在地区名称"),
      field<&F::facility_name>("facility_name", "设施名称"),
      field<&F::owed>("owed", "各项规定").list_max(50),
      field<&F::owed_m2>("owed_m2", "应配建").unit("平方米"),
      field<&F::debt_m2>("debt_m2", "欠缺").unit("平方米"),
      field<&F::rule_name>("rule_name", "据此核算的规定"),
      field<&F::step_problem>("step_problem", "同步情况"),
  }));
  return table;
}
const Table& QuarterDetail::fields() {
  static const Table table("QuarterDetail", "住宅小区档案", joined({}, QuarterView::fields(), {
      field<&QuarterDetail::steps>("steps", "进度记录").list_max(200),
  }));
  return table;
}
const Table& DebtQuery::fields() {
  using F = DebtQuery;
  static const Table table("HousingDebtQuery", "查询配建欠账", {field<&F::region>("region", "地区"), field<&F::kind>("kind", "类型")});
  return table;
}
const Table& DebtRow::fields() {
  using F = DebtRow;
  static const Table table("HousingDebtRow", "配建欠账", {
      field<&F::region>("region", "地区"),
      field<&F::region_name>("region_name", "地区名称"),
      field<&F::quarters>("quarters", "小区"),
      field<&F::households>("households", "户数"),
      field<&F::owed_m2>("owed_m2", "应配建").unit("平方米"),
      field<&F::provided_m2>("provided_m2", "已配建").unit("平方米"),
      field<&F::debt_m2>("debt_m2", "欠缺").unit("平方米"),
      field<&F::in_debt>("in_debt", "欠缺的小区"),
      field<&F::out_of_step>("out_of_step", "未同步的小区"),
      field<&F::unruled>("unruled", "没有适用规定的小区"),
  });
  return table;
}
const Table& DebtTable::fields() {
  using F = DebtTable;
  static const Table table("HousingDebtTable", "配建欠账表", {
      field<&F::total>("total", "合计"),
      field<&F::children>("children", "下级").list_max(2000),
      field<&F::largest>("largest", "欠缺最多的小区").list_max(50),
  });
  return table;
}
const Table& HousingRules::fields() {
  static const Table table("HousingRules", "配建规定列表", {field<&HousingRules::items>("items", "各项").list_max(500)});
  return table;
}

}  // namespace yilin::facilities
