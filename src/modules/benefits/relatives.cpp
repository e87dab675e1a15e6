#include "modules/benefits/relatives.h"

#include <algorithm>

#include "base/text.h"
#include "kernel/command/command.h"
#include "modules/benefits/rows.h"

namespace yilin::benefits {
namespace {

constexpr sql::Literal kTable = "staff_relative";
constexpr registry::Relation kKin[] = {registry::Relation::spouse,     registry::Relation::son,     registry::Relation::daughter, registry::Relation::child_in_law,
                                       registry::Relation::grandchild, registry::Relation::sibling, registry::Relation::relative};

std::optional<StaffRelative> row_of(sql::Connection& db, const Kernel& kernel, UserId user, ElderId elder) {
  return first<StaffRelative>(db, kernel.vault, kTable,
                              entity::store::select<StaffRelative>(kTable, "t").add(" WHERE t.user_id = ?", user).add(registry::of_elder("t.elder_id", kernel, elder)));
}

// Somebody of the caller's name among the elder's kin.
std::optional<registry::Relation> named_as_kin(sql::Connection& db, const Kernel& kernel, const access::Caller& caller, ElderId elder) {
  const std::string own = text::name_key(caller.name);
  for (const registry::Contact& c : registry::contacts(db, kernel, elder))
    if (!c.ended_on && std::ranges::find(kKin, c.relation) != std::end(kKin) && text::name_key(c.name) == own) return c.relation;
  return {};
}

// The same as not_a_relative(); whoever was not filed is listed in a command of its own.
Status listed_if_relative(command::Reader& reader, ElderId elder, RegionCode region, ApplicationId application) {
  const Status free = not_a_relative(reader.db, reader.kernel, reader.caller, elder);
  if (free || row_of(reader.db, reader.kernel, reader.caller.user, elder)) return free;
  const auto relation = named_as_kin(reader.db, reader.kernel, reader.caller, elder);
  YILIN_CHECK(command::run(reader.kernel, reader.caller, [&](command::Tx& tx) -> Status {
    if (!relation || row_of(tx.db, tx.kernel, tx.caller.user, elder)) {
      tx.nothing_to_do();
      return {};
    }
    StaffRelative r;
    r.id = tx.new_id<StaffRelativeId>();
    r.elder_id = elder;
    r.region = region;
    r.user_id = tx.caller.user;
    r.user_name = tx.caller.name;
    r.relation = *relation;
    r.state = RelativeState::found;
    r.application_id = application;
    r.note = "办理近亲属的待遇时发现，未备案，已阻止";
    r.at = tx.now;
    entity::store::insert(tx.db, tx.vault(), kTable, r);
    tx.record({"relative.found", "staff_relative", r.id.value, r.region, r.elder_id, {}, entity::to_json(r)});
    return {};
  }));
  return free;
}

template <class Row, class Input>
Status prepare(command::Reader& reader, sql::Literal table, const Input& in) {
  YILIN_TRY(const Row row, (visible_row<Row>(reader.db, reader.kernel, reader.caller, table, in.id)));
  return listed_if_relative(reader, row.elder_id, row.region, {});
}

}  // namespace

std::span<const entity::EnumName> enum_names(RelativeState) {
  static constexpr entity::EnumName names[] = {{1, "filed", "已备案"}, {2, "found", "未备案"}, {3, "cleared", "同名非亲属"}};
  return names;
}

Status not_a_relative(sql::Connection& db, const Kernel& kernel, const access::Caller& caller, ElderId elder) {
  if (!caller.user) return {};
  const auto known = row_of(db, kernel, caller.user, elder);
  if (known ? known->state != RelativeState::cleared : named_as_kin(db, kernel, caller, elder).has_value()) return fail(errors::relative);
  return {};
}

Status prepare_step(command::Reader& reader, StepInput& in) {
  YILIN_TRY(const Application a, (visible_row<Application>(reader.db, reader.kernel, reader.caller, "benefit_application", in.id)));
  return listed_if_relative(reader, a.elder_id, a.region, a.id);
}
Status prepare_stop(command::Reader& reader, StopAward& in) { return prepare<Award>(reader, "award", in); }
Status prepare_change(command::Reader& reader, ChangeAward& in) { return prepare<Award>(reader, "award", in); }
Status prepare_settling(command::Reader& reader, DecideAdjustment& in) { return prepare<Adjustment>(reader, "adjustment", in); }

Result<RelativeView> file_relative(command::Tx& tx, const FileRelative& in) {
  YILIN_TRY(const registry::Standing her, registry::standing(tx, in.elder_id));
  if (std::ranges::find(kKin, in.relation) == std::end(kKin)) return fail_field("relation", "关系", "请选择亲属关系。");
  auto known = row_of(tx.db, tx.kernel, tx.caller.user, her.id);
  StaffRelative r = known.value_or(StaffRelative{});
  r.elder_id = her.id;
  r.region = her.region;
  r.user_id = tx.caller.user;
  r.user_name = tx.caller.name;
  r.relation = in.relation;
  r.state = RelativeState::filed;
  r.note = in.note;
  r.at = tx.now;
  if (known) {
    store_row(tx, kTable, r);
  } else {
    r.id = tx.new_id<StaffRelativeId>();
    entity::store::insert(tx.db, tx.vault(), kTable, r);
  }
  tx.record({"relative.file", "staff_relative", r.id.value, r.region, r.elder_id, {}, entity::to_json(r)});
  return view_of(tx.reader(), std::move(r), &RelativeView::relative);
}

Result<RelativeView> clear_relative(command::Tx& tx, const ClearRelative& in) {
  YILIN_TRY(StaffRelative r, (visible_row<StaffRelative>(tx.db, tx.kernel, tx.caller, kTable, in.id)));
  YILIN_CHECK(saw(r, in.version));
  if (r.state == RelativeState::cleared) return fail(yilin::errors::conflict, "已经核清。");
  if (r.user_id == tx.caller.user) return fail(errors::same_person);
  r.state = RelativeState::cleared;
  r.decided_by = tx.caller.user;
  r.decided_at = tx.now;
  store_row(tx, kTable, r);
  tx.record({"relative.clear", "staff_relative", r.id.value, r.region, r.elder_id, in.reason, entity::to_json(r)});
  return view_of(tx.reader(), std::move(r), &RelativeView::relative);
}

Result<http::Page<RelativeView>> list_relatives(command::Reader& reader, const RelativeQuery& in) {
  auto q = entity::store::select<StaffRelative>(kTable, "t").add(" WHERE 1 = 1").add(access::in_region("t.region", reader.caller));
  if (in.state) q.add(" AND t.state = ?", *in.state);
  if (in.cursor) q.add(" AND t.id < ?", in.cursor);
  return page_of(reader, all<StaffRelative>(reader.db, reader.kernel.vault, kTable, q.add(" ORDER BY t.id DESC LIMIT ?", in.limit + 1)), in.limit, &RelativeView::relative);
}

const entity::Table& StaffRelative::fields() {
  using entity::field;
  static const entity::Table table("StaffRelative", "工作人员近亲属", {
      field<&StaffRelative::id>("id", "编号"),
      field<&StaffRelative::elder_id>("elder_id", "老人"),
      field<&StaffRelative::region>("region", "社区"),
      field<&StaffRelative::user_id>("user_id", "工作人员编号"),
      field<&StaffRelative::user_name>("user_name", "工作人员"),
      field<&StaffRelative::relation>("relation", "关系"),
      field<&StaffRelative::state>("state", "状态"),
      field<&StaffRelative::application_id>("application_id", "申请"),
      field<&StaffRelative::note>("note", "说明"),
      field<&StaffRelative::at>("at", "时间"),
      field<&StaffRelative::decided_by>("decided_by", "核清人编号"),
      field<&StaffRelative::decided_at>("decided_at", "核清时间"),
      field<&StaffRelative::version>("version", "版本"),
  });
  return table;
}
const entity::Table& FileRelative::fields() {
  using entity::field;
  static const entity::Table table("FileRelative", "近亲属备案", {
      field<&FileRelative::elder_id>("elder_id", "老人").required(),
      field<&FileRelative::relation>("relation", "关系"),
      field<&FileRelative::note>("note", "说明").text_max(200),
  });
  return table;
}
const entity::Table& ClearRelative::fields() {
  using entity::field;
  static const entity::Table table("ClearRelative", "核清同名", {
      field<&ClearRelative::id>("id", "编号").required(),
      field<&ClearRelative::version>("version", "版本").range(0, INT64_MAX),
      field<&ClearRelative::reason>("reason", "原因").required().text_max(200),
  });
  return table;
}
const entity::Table& RelativeQuery::fields() {
  using entity::field;
  static const entity::Table table("RelativeQuery", "近亲属查询", {
      field<&RelativeQuery::state>("state", "状态"),
      field<&RelativeQuery::limit>("limit", "条数").range(1, http::kPageMax),
      field<&RelativeQuery::cursor>("cursor", "下一页"),
  });
  return table;
}
const entity::Table& RelativeView::fields() {
  using entity::field;
  static const entity::Table table("StaffRelativeView", "近亲属情况", {
      field<&RelativeView::relative>("relative", "近亲属"),
      field<&RelativeView::elder_name>("elder_name", "姓名").pii(entity::Pii::name),
      field<&RelativeView::region_name>("region_name", "地区"),
  });
  return table;
}

}  // namespace yilin::benefits
