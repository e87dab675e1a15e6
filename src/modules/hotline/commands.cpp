#include "modules/hotline/commands.h"

#include "base/text.h"
#include "kernel/entity/json.h"
#include "modules/hotline/rules.h"
#include "modules/orders/orders.h"
#include "modules/region/region.h"
#include "modules/registry/registry.h"

namespace yilin::hotline {
namespace {

constexpr std::int32_t kCallBackDaysMax = 90;

std::int64_t parameter(command::Tx& tx, std::string_view name, RegionCode region) {
  return tx.kernel.parts.get<Part>().parameters.value(name, region, tx.today());
}

// Inside the caller's scope.
Result<Call> load(command::Tx& tx, CallId id) {
  auto statement = entity::store::select<Call>("call", "t").add(" WHERE t.id = ?", id);
  auto rows = tx.db.rows(statement.add(access::in_region("t.region", tx.caller)));
  if (!rows.next()) return fail(yilin::errors::not_found);
  return entity::store::read<Call>(rows, tx.vault(), "call");
}

Result<CallTask> load_task(command::Tx& tx, CallTaskId id) {
  auto statement = entity::store::select<CallTask>("call_task", "t").add(" WHERE t.id = ?", id);
  auto rows = tx.db.rows(statement.add(access::in_region("t.region", tx.caller)));
  if (!rows.next()) return fail(yilin::errors::not_found);
  return entity::store::read<CallTask>(rows, tx.vault(), "call_task");
}

// `row`: a call or a task.
template <class Row>
Result<ClearNumber> reveal(command::Tx& tx, const Row& row, std::string_view kind, const std::string& reason) {
  if (text::length(text::trim(reason)) < 2) return fail_field("reason", "原因", "请写明查看的原因。");
  if (row.phone.empty()) return fail(errors::no_number);
  tx.record({"call.reveal", kind, row.id.value, row.region, row.elder_id, reason, R"({"field":"phone"})"});
  return ClearNumber{row.phone.reveal()};
}

// The operator who answered keeps the call: the form is hers.
Result<Call> load_own(command::Tx& tx, CallId id, std::string_view verb) {
  YILIN_TRY(Call call, load(tx, id));
  YILIN_TRY(call.state, lifecycle::move(rules::call_moves(), call.state, verb, tx.caller));
  if (call.operator_id != tx.caller.user) return fail(errors::other_operator);
  return call;
}

void store(command::Tx& tx, Call& call) {
  call.version += 1;
  entity::store::update(tx.db, tx.vault(), "call", call);
}

void record(command::Tx& tx, std::string_view verb, const Call& call) {
  tx.record({verb, "call", call.id.value, call.region, call.elder_id, {}, entity::to_json(call)});
}

void add_task(command::Tx& tx, const Call& call, Instant due, std::string what) {
  CallTask task;
  task.id = tx.new_id<CallTaskId>();
  task.call_id = call.id;
  task.elder_id = call.elder_id;
  task.region = call.region;
  task.phone = call.phone;
  task.due = due;
  task.what = std::move(what);
  task.made_at = tx.now;
  entity::store::insert(tx.db, tx.vault(), "call_task", task);
  tx.changed({"call_task", task.id.value, task.region, {}, {}, {}});
}

Status miss(command::Tx& tx, CallId id) {
  YILIN_TRY(Call call, load(tx, id));
  if (call.state != CallState::ringing) {
    tx.nothing_to_do();
    return {};
  }
  YILIN_TRY(call.state, lifecycle::move(rules::call_moves(), call.state, "miss", tx.caller));
  call.ended_at = tx.now;
  store(tx, call);
  const Instant due = call.emergency_at ? tx.now : tx.now + minutes(parameter(tx, "call_back_minutes", call.region));
  add_task(tx, call, due, call.emergency_at ? "紧急求助未接，请立即回拨。" : "未接来电，请回拨。");
  record(tx, "call.miss", call);
  return {};
}

}  // namespace

void listen(Kernel& kernel) {
  kernel.notifications.on<registry::ElderWithdrawing>([](command::Tx& tx, const registry::ElderWithdrawing& e) -> Status {
    if (tx.db.rows("SELECT 1 FROM call WHERE elder_id = ? LIMIT 1", e.elder).next()) *e.in_use = true;
    return {};
  });
  kernel.deadlines->handle("call.missed", [](command::Tx& tx, const command::Deadline& d) { return miss(tx, {d.subject}); });
}

Result<Call> ring(command::Tx& tx, const Phone& phone) {
  // Whose number it is does not depend on who looks: the exchange asks for the whole city.
  const command::Reader whole{tx.db, access::Caller::system(), tx.now, tx.kernel};
  std::vector<rules::LikelyCaller> likely;
  for (const registry::PhoneMatch& m : registry::by_phone(whole, phone)) likely.push_back({m.elder.id, m.elder.region});
  const rules::Origin origin = rules::origin_of(likely, region::city(tx.kernel));
  Call call;
  call.id = tx.new_id<CallId>();
  call.phone = phone;
  call.phone_index = tx.kernel.parts.get<Part>().phones.of(phone.reveal());
  call.elder_id = origin.elder;
  call.region = origin.region;
  call.rang_at = tx.now;
  call.draft = "{}";
  entity::store::insert(tx.db, tx.vault(), "call", call);
  tx.set_deadline("call.missed", call.id.value, tx.now + seconds(parameter(tx, "ring_seconds", call.region)));
  record(tx, "call.ring", call);
  return call;
}

Result<Rung> simulate(command::Tx& tx, const SimulateCall& in) {
  if (!region::demo(tx.kernel)) return fail(yilin::errors::not_found);
  YILIN_TRY(const Call call, ring(tx, in.phone));
  return Rung{call.id, call.state, call.rang_at};
}

Result<Rung> sos(command::Tx& tx, const Sos& in) {
  YILIN_TRY(const registry::ElderBrief elder, registry::brief(tx, in.elder_id));
  {
    // Pressed again while it still rings: the same call.
    auto statement = entity::store::select<Call>("call", "t");
    statement.add(" WHERE t.elder_id = ? AND t.state = ? AND t.emergency_at IS NOT NULL ORDER BY t.id DESC LIMIT 1", elder.id, CallState::ringing);
    auto rows = tx.db.rows(statement);
    if (rows.next()) {
      const auto ringing = entity::store::read<Call>(rows, tx.vault(), "call");
      tx.nothing_to_do();
      return Rung{ringing.id, ringing.state, ringing.rang_at};
    }
  }
  Call call;
  call.id = tx.new_id<CallId>();
  call.phone = elder.phone;
  if (!elder.phone.empty()) call.phone_index = tx.kernel.parts.get<Part>().phones.of(elder.phone.reveal());
  call.elder_id = elder.id;
  call.region = elder.region;
  call.rang_at = call.emergency_at = tx.now;
  call.note = tx.caller.roles.has(access::Role::family) ? "家属在手机上按了紧急求助。" : "老人在手机上按了紧急求助。";
  call.draft = "{}";
  entity::store::insert(tx.db, tx.vault(), "call", call);
  tx.set_deadline("call.missed", call.id.value, tx.now + seconds(parameter(tx, "ring_seconds", call.region)));
  tx.on_behalf_of(elder.id);
  record(tx, "call.sos", call);
  return Rung{call.id, call.state, call.rang_at};
}

Result<Call> answer(command::Tx& tx, const CallPath& in) {
  YILIN_TRY(Call call, load(tx, in.id));
  YILIN_TRY(call.state, lifecycle::move(rules::call_moves(), call.state, "answer", tx.caller));
  call.operator_id = tx.caller.user;
  call.answered_at = tx.now;
  store(tx, call);
  tx.cancel_deadline("call.missed", call.id.value);
  record(tx, "call.answer", call);
  return call;
}

Result<Call> save_draft(command::Tx& tx, const CallDraft& in) {
  YILIN_TRY(Call call, load_own(tx, in.id, "draft"));
  if (call.version != *in.version) return fail(yilin::errors::conflict);
  const auto parsed = entity::parse_json(in.draft);
  if (!parsed || !parsed->is_object()) return fail_field("draft", "草稿", "草稿应为 JSON 对象。");
  call.draft = in.draft;
  store(tx, call);
  // Every few seconds: the act says that it was kept, not what.
  tx.record({"call.draft", "call", call.id.value, call.region, call.elder_id, {}, "{}"});
  return call;
}

Result<Call> bind(command::Tx& tx, const CallBinding& in) {
  YILIN_TRY(Call call, load_own(tx, in.id, "bind"));
  YILIN_TRY(const registry::ElderBrief elder, registry::brief(tx, in.elder_id));
  call.elder_id = elder.id;
  call.region = elder.region;
  store(tx, call);
  record(tx, "call.bind", call);
  return call;
}

Result<Call> wrap(command::Tx& tx, const WrapCall& in) {
  YILIN_TRY(Call call, load_own(tx, in.id, "wrap"));
  if (in.order_id) {
    const auto order = orders::order(tx.db, tx.vault(), in.order_id);
    if (!order || !tx.caller.in_scope(order->region)) return fail_field("order_id", "订单编号", "没有这个订单。");
    if (call.elder_id && call.elder_id != order->elder_id) return fail_field("order_id", "订单编号", "这个订单不是来电老人的。");
    call.elder_id = order->elder_id;
    call.region = order->region;
    call.order_id = in.order_id;
  }
  if (in.callback && (in.callback->due < tx.now || in.callback->due > tx.now + days(kCallBackDaysMax)))
    return fail_field("callback.due", "回拨时间", "回拨时间应在现在之后、90 天以内。");
  call.state = CallState::wrapped;
  call.ended_at = tx.now;
  call.wrap_code = in.wrap_code;
  call.note = in.note;
  store(tx, call);
  if (in.callback) add_task(tx, call, in.callback->due, in.callback->what);
  record(tx, "call.wrap", call);
  return call;
}

Result<Call> start_emergency(command::Tx& tx, const CallPath& in) {
  YILIN_TRY(Call call, load(tx, in.id));
  YILIN_TRY(call.state, lifecycle::move(rules::call_moves(), call.state, "emergency", tx.caller));
  if (call.emergency_at) return fail(errors::emergency_already);
  call.emergency_at = tx.now;
  store(tx, call);
  record(tx, "call.emergency", call);
  return call;
}

Result<EmergencyStep> take_step(command::Tx& tx, const TakeStep& in) {
  YILIN_TRY(Call call, load(tx, in.id));
  YILIN_TRY(call.state, lifecycle::move(rules::call_moves(), call.state, "step", tx.caller));
  if (!call.emergency_at) return fail(errors::no_emergency);
  {
    const Date day = civil_date(call.emergency_at);
    auto rows = tx.db.rows("SELECT 1 FROM emergency_step_rule WHERE code = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?)",
                           in.step, day, day);
    if (!rows.next()) return fail_field("step", "步骤", "没有这个步骤。");
  }
  {
    auto rows = tx.db.rows("SELECT 1 FROM emergency_step WHERE call_id = ? AND step = ?", call.id, in.step);
    if (rows.next()) return fail(errors::step_taken);
  }
  EmergencyStep step{tx.new_id<EmergencyStepId>(), call.id, in.step, tx.now, tx.caller.user};
  entity::store::insert(tx.db, tx.vault(), "emergency_step", step);
  tx.record({"call.emergency_step", "call", call.id.value, call.region, call.elder_id, {}, entity::to_json(step)});
  return step;
}

Result<CallTask> finish_task(command::Tx& tx, const FinishTask& in) {
  YILIN_TRY(CallTask task, load_task(tx, in.id));
  YILIN_TRY(task.state, lifecycle::move(rules::task_moves(), task.state, "done", tx.caller));
  task.result = in.result;
  task.done_by = tx.caller.user;
  task.done_at = tx.now;
  task.version += 1;
  entity::store::update(tx.db, tx.vault(), "call_task", task);
  tx.record({"call_task.done", "call_task", task.id.value, task.region, task.elder_id, {}, entity::to_json(task)});
  return task;
}

Result<ClearNumber> reveal_call(command::Tx& tx, const RevealNumber<CallId>& in) {
  YILIN_TRY(const Call call, load(tx, in.id));
  return reveal(tx, call, "call", in.reason);
}

Result<ClearNumber> reveal_task(command::Tx& tx, const RevealNumber<CallTaskId>& in) {
  YILIN_TRY(const CallTask task, load_task(tx, in.id));
  return reveal(tx, task, "call_task", in.reason);
}

}  // namespace yilin::hotline
