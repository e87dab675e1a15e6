#include "modules/facilities/housing.h"

#include <algorithm>

#include <fmt/format.h>

#include "kernel/entity/json.h"
#include "kernel/entity/store.h"
#include "modules/facilities/crowd.h"
#include "modules/facilities/index.h"
#include "modules/facilities/register.h"
#include "modules/facilities/rules.h"
#include "modules/region/region.h"

namespace yilin::facilities {
namespace {

namespace store = entity::store;
constexpr access::OwnerColumns kOwner{.region = "q.region"};
constexpr std::size_t kLargest = 50;

Result<Quarter> own_quarter(const command::Reader& reader, QuarterId id) {
  auto found = read_rows<Quarter>(reader.db, reader.kernel.vault,
                                  store::select<Quarter>("quarter", "q").add(" WHERE q.id = ?", id).add(access::visible(kOwner, reader.caller)), "quarter");
  if (found.empty()) return fail(yilin::errors::not_found);
  return std::move(found[0]);
}

QuarterView view_of(const command::Reader& reader, const Books& books, Quarter quarter) {
  QuarterView view;
  static_cast<Quarter&>(view) = std::move(quarter);
  view.region_name = region::divisions(reader.kernel)->full_name(view.region);
  if (view.facility_id)
    if (const auto entry = shelf(reader.kernel).facilities.get(view.facility_id)) view.facility_name = entry->facility.name;
  for (const HousingTerms& t : rules::housing_rules_for(books.housing, view, reader.today())) {
    const std::int64_t owed = rules::owed_m2(t, view.households);
    view.owed.push_back({t.code, t.name, t.basis, t.confidence, t.m2_per_100_households, owed, std::max<std::int64_t>(0, owed - view.provided_m2), false});
  }
  if (!view.owed.empty()) {
    Owed& last = view.owed.back();
    last.binding = true;
    view.owed_m2 = last.owed_m2;
    view.debt_m2 = last.debt_m2;
    view.rule_name = last.name;
  }
  view.step_problem = rules::out_of_step(view);
  return view;
}

Status take(command::Tx& tx, Quarter& row, const NewQuarter& in) {
  if (!region::divisions(tx.kernel)->exists(in.region, tx.today()) || (tx.caller.kind == access::CallerKind::staff && !tx.caller.in_scope(in.region)))
    return fail_field("region", "所在地区", "没有这个地区，或不在您的管辖范围内。");
  YILIN_TRY(const Place at, rules::place_of(in.lon_e6, in.lat_e6, in.datum));
  if (in.facility_id) {
    const auto f = own_facility(tx.reader(), in.facility_id);
    if (!f) return fail_field("facility_id", "建成的设施", "没有这个设施，或不在您的管辖范围内。");
  }
  row.name = in.name;
  row.region = in.region;
  row.address = in.address;
  row.developer = in.developer;
  row.kind = in.kind;
  row.households = in.households;
  row.lon_e6 = at.lon_e6;
  row.lat_e6 = at.lat_e6;
  row.source_datum = in.datum;
  row.planned_on = in.planned_on;
  row.provided_m2 = in.provided_m2;
  row.facility_id = in.facility_id;
  row.note = in.note;
  return {};
}

Result<Quarter> insert(command::Tx& tx, const NewQuarter& in, Stage housing, Stage care) {
  Quarter row;
  YILIN_CHECK(take(tx, row, in));
  row.id = tx.new_id<QuarterId>();
  row.housing_stage = housing;
  row.care_stage = care;
  row.created_at = row.updated_at = tx.now;
  store::insert(tx.db, tx.vault(), "quarter", row);
  return row;
}

std::string_view verb_to(Stage stage) {
  switch (stage) {
    case Stage::planned: return "plan";
    case Stage::building: return "build";
    case Stage::accepted: return "accept";
    case Stage::delivered: return "deliver";
    case Stage::none: break;
  }
  return "none";
}

void add_to(DebtRow& row, const QuarterView& q) {
  ++row.quarters;
  row.households += q.households;
  row.owed_m2 += q.owed_m2;
  row.provided_m2 += q.provided_m2;
  row.debt_m2 += q.debt_m2;
  row.in_debt += q.debt_m2 > 0;
  row.out_of_step += !q.step_problem.empty();
  row.unruled += q.owed.empty();
}

}  // namespace

Result<QuarterId> add_quarter(command::Tx& tx, const NewQuarter& in, Stage housing, Stage care) {
  YILIN_TRY(const Quarter row, insert(tx, in, housing, care));
  return row.id;
}

Result<QuarterView> create_quarter(command::Tx& tx, const NewQuarter& in) {
  YILIN_TRY(Quarter row, insert(tx, in, Stage::planned, Stage::none));
  tx.record({"quarter.add", "quarter", row.id.value, row.region, {}, {}, entity::to_json(row)});
  return view_of(tx.reader(), *shelf(tx.kernel).books(), std::move(row));
}

Result<QuarterView> change_quarter(command::Tx& tx, const ChangeQuarter& in) {
  YILIN_TRY(Quarter row, own_quarter(tx.reader(), in.id));
  if (row.version != in.version) return fail(yilin::errors::conflict);
  YILIN_CHECK(take(tx, row, in));
  ++row.version;
  row.updated_at = tx.now;
  store::update(tx.db, tx.vault(), "quarter", row);
  tx.record({"quarter.change", "quarter", row.id.value, row.region, {}, {}, entity::to_json(row)});
  return view_of(tx.reader(), *shelf(tx.kernel).books(), std::move(row));
}

Result<QuarterView> take_step(command::Tx& tx, const TakeStep& in) {
  YILIN_TRY(Quarter row, own_quarter(tx.reader(), in.id));
  Stage& stage = in.part == Part::housing ? row.housing_stage : row.care_stage;
  const Date on = in.on_day ? in.on_day : tx.today();
  if (on > tx.today()) return fail_field("on_day", "日期", "日期不能晚于今天。");
  const Stage before = stage;
  YILIN_TRY(stage, lifecycle::move(rules::stage_moves(), before, verb_to(in.stage), tx.caller, in.reason));
  if (in.part == Part::care && in.stage == Stage::accepted && before == Stage::building) {
    if (!in.provided_m2) return fail_field("provided_m2", "验收面积", "请填写验收时实测的养老用房面积。");
    row.provided_m2 = *in.provided_m2;
  }
  ++row.version;
  row.updated_at = tx.now;
  store::update(tx.db, tx.vault(), "quarter", row);
  QuarterStep step;
  step.id = tx.new_id<decltype(step.id)>();
  step.quarter_id = row.id;
  step.part = in.part;
  step.stage = stage;
  step.on_day = on;
  step.document = in.document;
  step.by = tx.caller.user;
  step.created_at = tx.now;
  store::insert(tx.db, tx.vault(), "quarter_step", step);
  tx.record({"quarter.step", "quarter", row.id.value, row.region, {}, in.reason, entity::to_json(step)});
  return view_of(tx.reader(), *shelf(tx.kernel).books(), std::move(row));
}

Result<http::Page<QuarterView>> list_quarters(command::Reader& reader, const QuarterQuery& in) {
  const auto books = shelf(reader.kernel).books();
  http::Page<QuarterView> page;
  QuarterId after = in.cursor;
  for (;;) {  // what is owed follows from the books, not from a column: pages are filled by looking on
    auto statement = store::select<Quarter>("quarter", "q").add(" WHERE q.id > ?", after.value).add(access::visible(kOwner, reader.caller, in.region));
    if (!in.q.empty()) statement.add(" AND q.name LIKE ? ESCAPE '!'", containing(in.q));
    if (in.kind) statement.add(" AND q.kind = ?", *in.kind);
    if (in.out_of_step) statement.add(" AND q.kind = ? AND q.care_stage < q.housing_stage", QuarterKind::fresh);
    const auto rows = read_rows<Quarter>(reader.db, reader.kernel.vault, statement.add(" ORDER BY q.id LIMIT ?", http::kPageMax), "quarter");
    for (const Quarter& row : rows) {
      QuarterView view = view_of(reader, *books, row);
      if (in.in_debt && view.debt_m2 == 0) continue;
      if (static_cast<std::int64_t>(page.items.size()) == in.limit) {
        page.next = std::to_string(page.items.back().id.value);
        return page;
      }
      page.items.push_back(std::move(view));
    }
    if (static_cast<std::int64_t>(rows.size()) < http::kPageMax) return page;
    after = rows.back().id;
  }
}

Result<QuarterDetail> show_quarter(command::Reader& reader, const QuarterPath& in) {
  YILIN_TRY(Quarter row, own_quarter(reader, in.id));
  QuarterDetail out;
  static_cast<QuarterView&>(out) = view_of(reader, *shelf(reader.kernel).books(), std::move(row));
  out.steps = read_rows<QuarterStep>(reader.db, reader.kernel.vault,
                                     store::select<QuarterStep>("quarter_step", "t").add(" WHERE t.quarter_id = ? ORDER BY t.id DESC LIMIT 200", in.id), "quarter_step");
  return out;
}

Result<DebtTable> debts(command::Reader& reader, const DebtQuery& in) {
  const auto books = shelf(reader.kernel).books();
  const auto divisions = region::divisions(reader.kernel);
  const RegionCode top = in.region.value ? in.region : divisions->city();
  DebtTable out;
  out.total.region = top;
  out.total.region_name = divisions->full_name(top);
  for (const RegionCode child : divisions->children(top)) out.children.push_back({child, divisions->name(child)});
  auto statement = store::select<Quarter>("quarter", "q").add(" WHERE 1 = 1").add(access::visible(kOwner, reader.caller, top));
  if (in.kind) statement.add(" AND q.kind = ?", *in.kind);
  for (Quarter& row : read_rows<Quarter>(reader.db, reader.kernel.vault, statement.add(" ORDER BY q.id"), "quarter")) {
    QuarterView view = view_of(reader, *books, std::move(row));
    add_to(out.total, view);
    for (DebtRow& child : out.children)
      if (child.region.contains(view.region)) add_to(child, view);
    if (view.debt_m2 == 0) continue;
    out.largest.push_back(std::move(view));
    std::stable_sort(out.largest.begin(), out.largest.end(), [](const QuarterView& a, const QuarterView& b) { return a.debt_m2 > b.debt_m2; });
    if (out.largest.size() > kLargest) out.largest.pop_back();
  }
  // A quarter known only to a higher level is in the total alone: it is shown, so that the rows add up.
  DebtRow rest{top, "未分到下级"};
  const auto left = [&](std::int64_t DebtRow::*field) {
    rest.*field = out.total.*field;
    for (const DebtRow& child : out.children) rest.*field -= child.*field;
  };
  for (const auto field : {&DebtRow::quarters, &DebtRow::households, &DebtRow::owed_m2, &DebtRow::provided_m2, &DebtRow::debt_m2, &DebtRow::in_debt,
                           &DebtRow::out_of_step, &DebtRow::unruled})
    left(field);
  if (rest.quarters > 0 && !out.children.empty()) out.children.push_back(std::move(rest));
  return out;
}

Result<HousingRules> housing_rules(command::Reader& reader, const DebtQuery& in) {
  HousingRules out;
  for (const HousingTerms& t : shelf(reader.kernel).books()->housing)
    if ((!in.kind || t.kind == *in.kind) && (in.region.value == 0 || t.region.contains(in.region)) && out.items.size() < 500) out.items.push_back(t);
  return out;
}

}  // namespace yilin::facilities
