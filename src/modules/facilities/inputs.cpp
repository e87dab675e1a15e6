#include "modules/facilities/inputs.h"

#include "modules/facilities/joined.h"

namespace yilin::facilities {

using entity::field;
using entity::Table;

std::span<const entity::EnumName> enum_names(Meets) {
  static constexpr entity::EnumName names[] = {{0, "unknown", "待核实"}, {1, "yes", "达标"}, {2, "no", "不达标"}};
  return names;
}

const Table& ChangeFacility::fields() {
  static const Table table("ChangeFacility", "修改养老服务设施",
                           joined({field<&ChangeFacility::id>("id", "编号"), field<&ChangeFacility::version>("version", "版本").required()}, NewFacility::essentials()));
  return table;
}
const Table& ChangeRecord::fields() {
  static const Table table("ChangeFacilityRecord", "修改设施登记信息",
                           joined({field<&ChangeRecord::id>("id", "编号"), field<&ChangeRecord::version>("version", "版本").required()}, FacilityRecord::fields()));
  return table;
}
const Table& FacilityMove::fields() {
  static const Table table("FacilityMove", "设施状态变更", {
      field<&FacilityMove::id>("id", "编号"),
      field<&FacilityMove::reason>("reason", "原因").text_max(300),
  });
  return table;
}
const Table& FacilityPath::fields() {
  static const Table table("FacilityPath", "设施", {field<&FacilityPath::id>("id", "编号").required()});
  return table;
}

const Table& StandardCheck::fields() {
  using F = StandardCheck;
  static const Table table("StandardCheck", "达标情况", {
      field<&F::code>("code", "编码"),
      field<&F::clause>("clause", "条款"),
      field<&F::measure>("measure", "指标"),
      field<&F::least>("least", "下限"),
      field<&F::actual>("actual", "实际"),
      field<&F::meets>("meets", "结论"),
      field<&F::sentence>("sentence", "说明"),
      field<&F::basis>("basis", "依据"),
      field<&F::confidence>("confidence", "可信度"),
  });
  return table;
}
const Table& FacilityQuery::fields() {
  using F = FacilityQuery;
  static const Table table("FacilityQuery", "查询养老服务设施", {
      field<&F::q>("q", "关键字").text_max(80),
      field<&F::region>("region", "地区"),
      field<&F::kind>("kind", "类型"),
      field<&F::state>("state", "状态"),
      field<&F::organisation_id>("organisation_id", "运营组织"),
      field<&F::placed>("placed", "有位置"),
      field<&F::limit>("limit", "条数").range(1, http::kPageMax),
      field<&F::cursor>("cursor", "游标"),
  });
  return table;
}
const Table& FacilityView::fields() {
  using F = FacilityView;
  static const Table table("FacilityView", "养老服务设施详情", joined({}, Facility::fields(), {
      field<&F::organisation_name>("organisation_name", "运营组织名称"),
      field<&F::region_name>("region_name", "所在地区名称"),
      field<&F::urban>("urban", "城镇"),
      field<&F::beds_taken>("beds_taken", "在住").unit("人"),
      field<&F::meets>("meets", "标准"),
      field<&F::failing>("failing", "不达标条款").list_max(40),
  }));
  return table;
}
const Table& FacilityDetail::fields() {
  using F = FacilityDetail;
  static const Table table("FacilityDetail", "养老服务设施档案", joined({}, FacilityView::fields(), {
      field<&F::credit_code>("credit_code", "统一社会信用代码"),
      field<&F::organisation_kind>("organisation_kind", "法人类型"),
      field<&F::legal_person>("legal_person", "法定代表人").pii(entity::Pii::name),
      field<&F::service_names>("service_names", "服务项目名称").list_max(200),
      field<&F::checks>("checks", "逐条核对").list_max(40),
      field<&F::photos>("photos", "照片").list_max(40),
      field<&F::warnings>("warnings", "位置提示").list_max(10),
  }));
  return table;
}
const Table& StandardsQuery::fields() {
  using F = StandardsQuery;
  static const Table table("StandardsQuery", "查询设施标准", {field<&F::kind>("kind", "设施类型"), field<&F::region>("region", "地区")});
  return table;
}
const Table& StandardsList::fields() {
  static const Table table("StandardsList", "设施标准列表", {field<&StandardsList::items>("items", "各项").list_max(1000)});
  return table;
}
const Table& FailingQuery::fields() {
  using F = FailingQuery;
  static const Table table("FailingQuery", "查询不达标设施", {
      field<&F::region>("region", "地区"),
      field<&F::kind>("kind", "类型"),
      field<&F::limit>("limit", "条数").range(1, http::kPageMax),
      field<&F::cursor>("cursor", "游标"),
  });
  return table;
}
const Table& FailingFacility::fields() {
  using F = FailingFacility;
  static const Table table("FailingFacility", "不达标设施", {
      field<&F::id>("id", "编号"),
      field<&F::name>("name", "名称"),
      field<&F::kind>("kind", "类型"),
      field<&F::region_name>("region_name", "所在地区"),
      field<&F::checks>("checks", "条款").list_max(40),
  });
  return table;
}
const Table& FailingPage::fields() {
  using F = FailingPage;
  static const Table table("FailingPage", "设施达标情况", {
      field<&F::items>("items", "各项").list_max(http::kPageMax),
      field<&F::next>("next", "下一页"),
      field<&F::facilities>("facilities", "运营中设施"),
      field<&F::meet>("meet", "达标"),
      field<&F::fail>("fail", "不达标"),
      field<&F::unknown>("unknown", "待核实"),
  });
  return table;
}
const Table& FieldChange::fields() {
  using F = FieldChange;
  static const Table table("FacilityFieldChange", "变更项", {
      entity::field<&F::field>("field", "字段"),
      entity::field<&F::label>("label", "名称"),
      entity::field<&F::before>("before", "变更前").text_max(2000),
      entity::field<&F::after>("after", "变更后").text_max(2000),
  });
  return table;
}
const Table& ChangeView::fields() {
  using F = ChangeView;
  static const Table table("FacilityChangeView", "设施变更记录", joined({}, FacilityChange::fields(), {
      field<&F::verb_label>("verb_label", "事项名称"),
      field<&F::changes>("changes", "变更内容").list_max(100),
  }));
  return table;
}
const Table& HistoryQuery::fields() {
  using F = HistoryQuery;
  static const Table table("FacilityHistoryQuery", "查询设施变更", {
      field<&F::id>("id", "编号").required(),
      field<&F::limit>("limit", "条数").range(1, http::kPageMax),
      field<&F::cursor>("cursor", "游标"),
  });
  return table;
}
const Table& PhotoPath::fields() {
  static const Table table("FacilityPhotoPath", "设施照片编号", {
      field<&PhotoPath::id>("id", "编号").required(),
      field<&PhotoPath::reason>("reason", "原因").text_max(300),
  });
  return table;
}
const Table& PublicFacilityQuery::fields() {
  using F = PublicFacilityQuery;
  static const Table table("PublicFacilityQuery", "附近的养老服务设施", {
      field<&F::near>("near", "位置").text_max(40).describe("经度,纬度（WGS-84）"),
      field<&F::q>("q", "关键字").text_max(40),
      field<&F::region>("region", "地区"),
      field<&F::kind>("kind", "类型"),
      field<&F::kinds>("kinds", "几种类型").list_max(9),
      field<&F::within_m>("within_m", "距离以内").range(0, 100'000).unit("米"),
      field<&F::open_now>("open_now", "现在开放"),
      field<&F::beds_free>("beds_free", "有空床"),
      field<&F::accessible>("accessible", "无障碍"),
      field<&F::limit>("limit", "条数").range(1, http::kPageMax),
      field<&F::cursor>("cursor", "游标").range(0, 100'000),
  });
  return table;
}
const Table& PublicFacility::fields() {
  using F = PublicFacility;
  static const Table table("PublicFacility", "公开的养老服务设施", {
      field<&F::id>("id", "编号"),
      field<&F::name>("name", "名称"),
      field<&F::kind>("kind", "类型"),
      field<&F::mode>("mode", "建设运营方式"),
      field<&F::region>("region", "所在地区"),
      field<&F::region_name>("region_name", "所在地区名称"),
      field<&F::organisation_name>("organisation_name", "运营组织名称"),
      field<&F::address>("address", "地址"),
      field<&F::phone>("phone", "电话"),
      field<&F::lon_e6>("lon_e6", "经度").unit("百万分之一度"),
      field<&F::lat_e6>("lat_e6", "纬度").unit("百万分之一度"),
      field<&F::beds>("beds", "床位").unit("张"),
      field<&F::beds_free>("beds_free", "空床").unit("张"),
      field<&F::area_m2>("area_m2", "建筑面积").unit("平方米"),
      field<&F::services>("services", "服务项目编码").list_max(200),
      field<&F::service_names>("service_names", "服务项目").list_max(200),
      field<&F::work_days>("work_days", "开放日").list_max(7),
      field<&F::opens_min>("opens_min", "开门时间").unit("分钟"),
      field<&F::closes_min>("closes_min", "关门时间").unit("分钟"),
      field<&F::open_now>("open_now", "现在开放"),
      field<&F::accessible>("accessible", "无障碍"),
      field<&F::grade>("grade", "等级"),
      field<&F::medical>("medical", "医疗服务"),
      field<&F::admits>("admits", "收住对象").list_max(6),
      field<&F::charging>("charging", "收费方式"),
      field<&F::fee_min_fen>("fee_min_fen", "最低收费").unit("分"),
      field<&F::fee_max_fen>("fee_max_fen", "最高收费").unit("分"),
      field<&F::ltc_designated>("ltc_designated", "长护险定点"),
      field<&F::insured>("insured", "投保责任保险"),
      field<&F::fire>("fire", "消防审验"),
      field<&F::food>("food", "食品经营许可"),
      field<&F::opened_on>("opened_on", "开业日期"),
      field<&F::photos>("photos", "照片").list_max(40),
      field<&F::distance_m>("distance_m", "距离").unit("米"),
  });
  return table;
}

}  // namespace yilin::facilities
