#include "modules/facilities/joined.h"
#include "modules/facilities/occupancy.h"

namespace yilin::facilities {

using entity::field;
using entity::Table;

const Table& NewStay::fields() {
  using F = NewStay;
  static const Table table("NewFacilityStay", "办理入住", {
      field<&F::id>("id", "设施"),
      field<&F::elder_id>("elder_id", "老人"),
      field<&F::id_card>("id_card", "身份证号"),
      field<&F::bed>("bed", "床位类型").required(),
      field<&F::from_day>("from_day", "入住日期"),
  });
  return table;
}
const Table& EndStay::fields() {
  using F = EndStay;
  static const Table table("EndFacilityStay", "办理离开", {
      field<&F::id>("id", "入住编号"),
      field<&F::to_day>("to_day", "离开日期"),
      field<&F::reason>("reason", "原因").required().text_max(300),
  });
  return table;
}
const Table& StayQuery::fields() {
  using F = StayQuery;
  static const Table table("FacilityStayQuery", "查询入住", {
      field<&F::id>("id", "设施").required(),
      field<&F::ended>("ended", "已离开"),
      field<&F::limit>("limit", "条数").range(1, http::kPageMax),
      field<&F::cursor>("cursor", "游标"),
  });
  return table;
}
const Table& StayView::fields() {
  static const Table table("FacilityStayView", "入住情况", joined({}, Stay::fields(), {
      field<&StayView::elder_name>("elder_name", "老人").pii(entity::Pii::name),
      field<&StayView::facility_name>("facility_name", "设施名称"),
  }));
  return table;
}
const Table& NewAttendance::fields() {
  using F = NewAttendance;
  static const Table table("NewFacilityAttendance", "登记到站服务", {
      field<&F::id>("id", "设施"),
      field<&F::elder_id>("elder_id", "老人"),
      field<&F::id_card>("id_card", "身份证号"),
      field<&F::day>("day", "日期"),
      field<&F::activity>("activity", "服务内容").required(),
      field<&F::times>("times", "人次").range(1, 10),
  });
  return table;
}
const Table& AttendanceQuery::fields() {
  using F = AttendanceQuery;
  static const Table table("FacilityAttendanceQuery", "查询到站服务", {
      field<&F::id>("id", "设施").required(),
      field<&F::from>("from", "从"),
      field<&F::to>("to", "到"),
      field<&F::limit>("limit", "条数").range(1, http::kPageMax),
      field<&F::cursor>("cursor", "游标"),
  });
  return table;
}
const Table& AttendanceView::fields() {
  static const Table table("FacilityAttendanceView", "到站服务情况", joined({}, Attendance::fields(), {
      field<&AttendanceView::elder_name>("elder_name", "老人").pii(entity::Pii::name),
  }));
  return table;
}
const Table& MonthlyReturn::fields() {
  using F = MonthlyReturn;
  static const Table table("FacilityMonthlyReturn", "设施月报", {
      field<&F::facility_id>("facility_id", "设施"),
      field<&F::facility_name>("facility_name", "设施名称"),
      field<&F::kind>("kind", "类型"),
      field<&F::region_name>("region_name", "所在地区"),
      field<&F::organisation_name>("organisation_name", "运营组织"),
      field<&F::month>("month", "月份"),
      field<&F::beds>("beds", "床位").unit("张"),
      field<&F::residents_full>("residents_full", "月末全托在住").unit("人"),
      field<&F::residents_day>("residents_day", "月末日间在册").unit("人"),
      field<&F::admitted>("admitted", "本月入住").unit("人"),
      field<&F::left>("left", "本月离开").unit("人"),
      field<&F::bed_days>("bed_days", "床日"),
      field<&F::occupancy_bp>("occupancy_bp", "床位使用率").unit("万分之一"),
      field<&F::elders_came>("elders_came", "到站老人").unit("人"),
      field<&F::day_care>("day_care", "日间照料").unit("人次"),
      field<&F::meal>("meal", "助餐").unit("人次"),
      field<&F::bath>("bath", "助浴").unit("人次"),
      field<&F::rehabilitation>("rehabilitation", "康复").unit("人次"),
      field<&F::health>("health", "健康管理").unit("人次"),
      field<&F::culture>("culture", "文化娱乐").unit("人次"),
      field<&F::other>("other", "其他").unit("人次"),
      field<&F::home_visits>("home_visits", "上门服务").unit("人次"),
      field<&F::home_minutes>("home_minutes", "上门时长").unit("分钟"),
      field<&F::home_elders>("home_elders", "上门服务老人").unit("人"),
  });
  return table;
}
const Table& ReturnQuery::fields() {
  using F = ReturnQuery;
  static const Table table("FacilityReturnQuery", "查询设施月报", {field<&F::id>("id", "设施").required(), field<&F::month>("month", "月份")});
  return table;
}
const Table& ReturnsQuery::fields() {
  using F = ReturnsQuery;
  static const Table table("FacilityReturnsQuery", "查询月报", {
      field<&F::region>("region", "地区"),
      field<&F::month>("month", "月份"),
      field<&F::limit>("limit", "条数").range(1, http::kPageMax),
      field<&F::cursor>("cursor", "游标"),
  });
  return table;
}

}  // namespace yilin::facilities
