#include "modules/facilities/routes.h"

#include "modules/facilities/housing.h"
#include "modules/facilities/occupancy.h"
#include "modules/facilities/photos.h"
#include "modules/facilities/register.h"

namespace yilin::facilities {

void add_register_routes(http::Router& router) {
  using http::open_to_all;
  using http::Page;

  router.query<PublicFacilityQuery, Page<PublicFacility>>({"GET /api/public/facilities", "附近的养老服务设施", open_to_all}, public_facilities);
  router.query<FacilityPath, PublicFacility>({"GET /api/public/facilities/{id}", "养老服务设施介绍", open_to_all}, public_facility);
  router.raw({"GET /api/public/facility-photos/{id}", "设施照片", open_to_all}, show_photo);

  router.query<FacilityQuery, Page<FacilityView>>({"GET /api/facilities", "养老服务设施列表", facility_read}, list_facilities);
  router.query<FailingQuery, FailingPage>({"GET /api/facilities/failing", "未达标和待核实的设施", facility_read}, failing);
  router.query<FacilityPath, FacilityDetail>({"GET /api/facilities/{id}", "养老服务设施档案", facility_read}, show_facility);
  router.query<HistoryQuery, Page<ChangeView>>({"GET /api/facilities/{id}/history", "设施变更记录", facility_read}, history);
  router.query<StandardsQuery, StandardsList>({"GET /api/facility-standards", "设施标准", facility_read}, list_standards);
  router.command<NewFacility, FacilityView>({"POST /api/facilities", "登记养老服务设施", facility_edit}, create_facility,
                                            [](command::Reader& reader, NewFacility& in) { return plausible(reader, in); });
  router.command<ChangeFacility, FacilityView>({"PUT /api/facilities/{id}", "修改养老服务设施", facility_edit}, change_facility,
                                               [](command::Reader& reader, ChangeFacility& in) { return plausible(reader, in); });
  router.command<ChangeRecord, FacilityView>({"PUT /api/facilities/{id}/record", "修改设施登记信息", facility_edit}, change_record);
  router.command<FacilityMove, FacilityView>({"POST /api/facilities/{id}/pause", "暂停运营", facility_edit}, pause_facility);
  router.command<FacilityMove, FacilityView>({"POST /api/facilities/{id}/reopen", "恢复运营", facility_edit}, reopen_facility);
  router.command<FacilityMove, FacilityView>({"POST /api/facilities/{id}/close", "关闭设施", facility_close}, close_facility);
  router.raw({"POST /api/uploads/facilities/{id}/photo", "上传设施照片", facility_edit}, keep_photo, nullptr, &FacilityPhoto::fields());
  router.command<PhotoPath, FacilityPhoto>({"POST /api/facility-photos/{id}/remove", "撤下设施照片", facility_edit}, remove_photo);

  router.query<StayQuery, Page<StayView>>({"GET /api/facilities/{id}/stays", "入住名单", occupancy_read}, list_stays);
  router.command<NewStay, StayView>({"POST /api/facilities/{id}/stays", "办理入住", occupancy_edit}, create_stay);
  router.command<EndStay, StayView>({"POST /api/facility-stays/{id}/end", "办理离开", occupancy_edit}, end_stay);
  router.query<AttendanceQuery, Page<AttendanceView>>({"GET /api/facilities/{id}/attendance", "到站服务记录", occupancy_read}, list_attendance);
  router.command<NewAttendance, AttendanceView>({"POST /api/facilities/{id}/attendance", "登记到站服务", occupancy_edit}, create_attendance);
  router.query<ReturnQuery, MonthlyReturn>({"GET /api/facilities/{id}/return", "设施月报", occupancy_read}, monthly_return);
  router.query<ReturnsQuery, Page<MonthlyReturn>>({"GET /api/facility-returns", "月报汇总", occupancy_read}, monthly_returns);

  router.query<QuarterQuery, Page<QuarterView>>({"GET /api/quarters", "住宅小区配建列表", housing_read}, list_quarters);
  router.query<DebtQuery, DebtTable>({"GET /api/quarters/debts", "配建欠账表", housing_read}, debts);
  router.query<DebtQuery, HousingRules>({"GET /api/housing-rules", "配建规定", housing_read}, housing_rules);
  router.query<QuarterPath, QuarterDetail>({"GET /api/quarters/{id}", "住宅小区档案", housing_read}, show_quarter);
  router.command<NewQuarter, QuarterView>({"POST /api/quarters", "登记住宅小区", housing_edit}, create_quarter);
  router.command<ChangeQuarter, QuarterView>({"PUT /api/quarters/{id}", "修改住宅小区", housing_edit}, change_quarter);
  router.command<TakeStep, QuarterView>({"POST /api/quarters/{id}/steps", "登记小区进度", housing_edit}, take_step);
}

}  // namespace yilin::facilities
