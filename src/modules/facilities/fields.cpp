// The fields() tables of what is stored.
#include "modules/facilities/facilities.h"

namespace yilin::facilities {

using entity::field;
using entity::Table;

namespace {
constexpr std::int64_t kDayMinutes = 1440;
constexpr std::int64_t kDegree = 1'000'000;
constexpr std::int64_t kFeeMax = 100'000'00;

template <class F>
std::vector<entity::Field> essentials() {
  return {
      field<&F::organisation_id>("organisation_id", "运营组织"),
      field<&F::name>("name", "名称").required().text_max(80),
      field<&F::kind>("kind", "类型").required(),
      field<&F::mode>("mode", "建设运营方式"),
      field<&F::region>("region", "所在地区").required(),
      field<&F::address>("address", "地址").text_max(200),
      field<&F::lon_e6>("lon_e6", "经度").range(-180 * kDegree, 180 * kDegree).unit("百万分之一度"),
      field<&F::lat_e6>("lat_e6", "纬度").range(-180 * kDegree, 180 * kDegree).unit("百万分之一度"),
      field<&F::beds>("beds", "床位").range(0, 10'000).unit("张"),
      field<&F::area_m2>("area_m2", "建筑面积").range(0, 1'000'000).unit("平方米"),
      field<&F::phone>("phone", "电话").text_max(20),
      field<&F::services>("services", "服务项目").list_max(200),
      field<&F::work_days>("work_days", "开放日").list_max(7).range(1, 7),
      field<&F::opens_min>("opens_min", "开门时间").range(0, kDayMinutes).unit("分钟"),
      field<&F::closes_min>("closes_min", "关门时间").range(0, kDayMinutes).unit("分钟"),
  };
}

void append(std::vector<entity::Field>& fields, std::vector<entity::Field> more) {
  fields.insert(fields.end(), more.begin(), more.end());
}
}  // namespace

const Table& FacilityRecord::fields() {
  using F = FacilityRecord;
  static const Table table("FacilityRecord", "设施登记信息", {
      field<&F::level>("level", "级别"),
      field<&F::ownership>("ownership", "产权性质"),
      field<&F::founder>("founder", "举办者").text_max(80),
      field<&F::director>("director", "设施负责人").text_max(50).pii(entity::Pii::name),
      field<&F::founded_on>("founded_on", "成立日期"),
      field<&F::opened_on>("opened_on", "开业日期"),
      field<&F::filing_no>("filing_no", "备案编号").text_max(60),
      field<&F::filed_on>("filed_on", "备案日期"),
      field<&F::land_m2>("land_m2", "占地面积").range(0, 10'000'000).unit("平方米"),
      field<&F::beds_full>("beds_full", "全托床位").range(0, 10'000).unit("张"),
      field<&F::beds_day>("beds_day", "日间床位").range(0, 10'000).unit("张"),
      field<&F::beds_nursing>("beds_nursing", "其中护理型床位").range(0, 10'000).unit("张"),
      field<&F::admits>("admits", "收住对象").list_max(6),
      field<&F::destitute_home>("destitute_home", "特困供养机构"),
      field<&F::glory_home>("glory_home", "光荣院"),
      field<&F::fire>("fire", "消防审验"),
      field<&F::fire_note>("fire_note", "消防文号或未通过原因").text_max(120),
      field<&F::food>("food", "食品经营许可"),
      field<&F::food_note>("food_note", "食品许可证号或未办原因").text_max(120),
      field<&F::insured>("insured", "投保责任保险"),
      field<&F::ltc_designated>("ltc_designated", "长护险定点"),
      field<&F::accessible>("accessible", "无障碍"),
      field<&F::medical>("medical", "医疗服务"),
      field<&F::grade>("grade", "等级评定"),
      field<&F::charging>("charging", "收费方式").text_max(120),
      field<&F::fee_min_fen>("fee_min_fen", "最低收费").range(0, kFeeMax).unit("分"),
      field<&F::fee_max_fen>("fee_max_fen", "最高收费").range(0, kFeeMax).unit("分"),
      field<&F::subsidies>("subsidies", "享受补贴").text_max(200),
  });
  return table;
}

const Table& Facility::fields() {
  using F = Facility;
  static const Table table = [] {
    std::vector<entity::Field> fields{field<&F::id>("id", "编号")};
    append(fields, essentials<F>());
    append(fields, {
        field<&F::source_datum>("source_datum", "填报坐标系"),
        field<&F::state>("state", "状态"),
        field<&F::state_reason>("state_reason", "状态原因").text_max(300),
    });
    append(fields, FacilityRecord::fields().fields());
    append(fields, {
        field<&F::version>("version", "版本"),
        field<&F::created_at>("created_at", "建立时间"),
        field<&F::updated_at>("updated_at", "更新时间"),
    });
    return Table("Facility", "养老服务设施", std::move(fields));
  }();
  return table;
}

const Table& NewFacility::essentials() {
  static const Table table = [] {
    std::vector<entity::Field> fields = facilities::essentials<NewFacility>();
    fields.push_back(field<&NewFacility::datum>("datum", "坐标系").describe("经纬度所用的坐标系；不填为 WGS-84"));
    return Table("FacilityEssentials", "养老服务设施", std::move(fields));
  }();
  return table;
}

const Table& NewFacility::fields() {
  static const Table table = [] {
    std::vector<entity::Field> fields = essentials().fields();
    append(fields, FacilityRecord::fields().fields());
    return Table("NewFacility", "新养老服务设施", std::move(fields));
  }();
  return table;
}

const Table& FacilityChange::fields() {
  using F = FacilityChange;
  static const Table table("FacilityChange", "设施变更", {
      field<&F::id>("id", "编号"),
      field<&F::facility_id>("facility_id", "设施"),
      field<&F::region>("region", "地区"),
      field<&F::organisation_id>("organisation_id", "运营组织"),
      field<&F::at>("at", "时间"),
      field<&F::by>("by_user", "经办人编号"),
      field<&F::by_name>("by_name", "经办人").pii(entity::Pii::name),
      field<&F::verb>("verb", "事项"),
      field<&F::reason>("reason", "原因"),
      field<&F::changes_json>("changes_json", "变更内容").hidden(),
  });
  return table;
}

const Table& FacilityPhoto::fields() {
  using F = FacilityPhoto;
  static const Table table("FacilityPhoto", "设施照片", {
      field<&F::id>("id", "编号"),
      field<&F::facility_id>("facility_id", "设施"),
      field<&F::region>("region", "地区"),
      field<&F::organisation_id>("organisation_id", "运营组织"),
      field<&F::caption>("caption", "说明").text_max(60),
      field<&F::digest>("digest", "摘要"),
      field<&F::removed>("removed", "已撤下"),
      field<&F::created_at>("created_at", "上传时间"),
  });
  return table;
}

const Table& StandardTerms::fields() {
  using F = StandardTerms;
  static const Table table("FacilityStandard", "设施标准", {
      field<&F::code>("code", "编码").required().text_max(60),
      field<&F::kind>("kind", "设施类型").required(),
      field<&F::region>("region", "适用地区"),
      field<&F::valid_from>("valid_from", "生效日期").required(),
      field<&F::valid_to>("valid_to", "失效日期"),
      field<&F::measure>("measure", "指标").required(),
      field<&F::least>("least", "下限").required().range(0, 10'000'000),
      field<&F::clause>("clause", "条款").required().text_max(300),
      field<&F::basis>("basis", "依据").required().text_max(300),
      field<&F::confidence>("confidence", "可信度").required().text_max(20),
  });
  return table;
}

const Table& Stay::fields() {
  using F = Stay;
  static const Table table("FacilityStay", "入住", {
      field<&F::id>("id", "编号"),
      field<&F::facility_id>("facility_id", "设施"),
      field<&F::region>("region", "地区"),
      field<&F::organisation_id>("organisation_id", "运营组织"),
      field<&F::elder_id>("elder_id", "老人"),
      field<&F::bed>("bed", "床位类型"),
      field<&F::from_day>("from_day", "入住日期"),
      field<&F::to_day>("to_day", "离开日期"),
      field<&F::end_reason>("end_reason", "离开原因"),
      field<&F::created_at>("created_at", "登记时间"),
      field<&F::updated_at>("updated_at", "更新时间"),
  });
  return table;
}

const Table& Attendance::fields() {
  using F = Attendance;
  static const Table table("FacilityAttendance", "到站服务", {
      field<&F::id>("id", "编号"),
      field<&F::facility_id>("facility_id", "设施"),
      field<&F::region>("region", "地区"),
      field<&F::organisation_id>("organisation_id", "运营组织"),
      field<&F::elder_id>("elder_id", "老人"),
      field<&F::day>("day", "日期"),
      field<&F::activity>("activity", "服务内容"),
      field<&F::times>("times", "人次"),
      field<&F::created_at>("created_at", "登记时间"),
  });
  return table;
}

const Table& Quarter::fields() {
  using F = Quarter;
  static const Table table("Quarter", "住宅小区", {
      field<&F::id>("id", "编号"),
      field<&F::name>("name", "小区名称").required().text_max(80),
      field<&F::region>("region", "所在地区").required(),
      field<&F::address>("address", "地址").text_max(200),
      field<&F::developer>("developer", "建设单位").text_max(80),
      field<&F::kind>("kind", "类型").required(),
      field<&F::households>("households", "户数").required().range(1, 100'000).unit("户"),
      field<&F::lon_e6>("lon_e6", "经度").unit("百万分之一度"),
      field<&F::lat_e6>("lat_e6", "纬度").unit("百万分之一度"),
      field<&F::source_datum>("source_datum", "填报坐标系"),
      field<&F::planned_on>("planned_on", "规划许可日期"),
      field<&F::provided_m2>("provided_m2", "已配建面积").range(0, 1'000'000).unit("平方米"),
      field<&F::facility_id>("facility_id", "建成的设施"),
      field<&F::housing_stage>("housing_stage", "住宅进度"),
      field<&F::care_stage>("care_stage", "配建养老用房进度"),
      field<&F::note>("note", "备注").text_max(300),
      field<&F::version>("version", "版本"),
      field<&F::created_at>("created_at", "建立时间"),
      field<&F::updated_at>("updated_at", "更新时间"),
  });
  return table;
}

const Table& HousingTerms::fields() {
  using F = HousingTerms;
  static const Table table("HousingRule", "配建规定", {
      field<&F::code>("code", "编码").required().text_max(60),
      field<&F::name>("name", "名称").required().text_max(80),
      field<&F::region>("region", "适用地区"),
      field<&F::kind>("kind", "适用小区").required(),
      field<&F::valid_from>("valid_from", "生效日期").required(),
      field<&F::valid_to>("valid_to", "失效日期"),
      field<&F::m2_per_100_households>("m2_per_100_households", "每百户面积").required().range(0, 10'000).unit("平方米"),
      field<&F::basis>("basis", "依据").required().text_max(300),
      field<&F::confidence>("confidence", "可信度").required().text_max(20),
  });
  return table;
}

const Table& ReachTerms::fields() {
  using F = ReachTerms;
  static const Table table("ReachTerms", "计算口径", {
      field<&F::reach>("reach", "路程算法"),
      field<&F::layer_id>("layer_id", "路网或时间表"),
      field<&F::snap_m>("snap_m", "接路距离").unit("米"),
      field<&F::urban_path_m>("urban_path_m", "城镇可达路程").unit("米"),
      field<&F::urban_pace_mm_s>("urban_pace_mm_s", "步行速度").unit("毫米/秒"),
      field<&F::urban_minutes>("urban_minutes", "步行时间").unit("分钟"),
      field<&F::urban_detour_permille>("urban_detour_permille", "城镇绕行系数").unit("千分之一"),
      field<&F::rural_path_m>("rural_path_m", "农村可达路程").unit("米"),
      field<&F::rural_detour_permille>("rural_detour_permille", "农村绕行系数").unit("千分之一"),
      field<&F::elders_datum>("elders_datum", "老人住址坐标系"),
      field<&F::method>("method", "口径说明"),
  });
  return table;
}

}  // namespace yilin::facilities
