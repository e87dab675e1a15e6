// Complaints, and the telephone check of visits (回访核查).
#include "modules/orders/care.h"
#include "kernel/lifecycle/lifecycle.h"
#include "modules/orders/rows.h"
#include "modules/orders/rules.h"
#include "modules/registry/registry.h"

namespace yilin::orders {

Result<Complaint> complain(command::Tx& tx, const ComplaintInput& in) {
  YILIN_TRY(const registry::ElderBrief elder, registry::brief(tx, in.elder_id));
  Complaint complaint;
  complaint.id = tx.new_id<ComplaintId>();
  complaint.elder_id = elder.id;
  complaint.region = elder.region;
  if (in.order_id) {
    YILIN_TRY(const Order about, mine<Order>(tx, "service_order", kOrderOwner, in.order_id));
    const auto whose = registry::facts(tx.kernel, about.elder_id);
    if (!whose || whose->id != elder.id) return fail_field("order_id", "订单编号", "这个订单不是这位老人的。");
    complaint.order_id = about.id;
    complaint.organisation_id = about.organisation_id;
  }
  complaint.text = in.text;
  complaint.by_user = tx.caller.user;
  complaint.at = tx.now;
  entity::store::insert(tx.db, tx.vault(), "complaint", complaint);
  YILIN_CHECK(tx.announce(ComplaintMade{complaint}));
  tx.on_behalf_of(elder.id);
  tx.record({"complaint.make", "complaint", complaint.id.value, complaint.region, complaint.elder_id, {}, entity::to_json(complaint)},
            complaint.organisation_id);
  return complaint;
}

Result<Complaint> handle_complaint(command::Tx& tx, const ComplaintHandling& in) {
  YILIN_TRY(Complaint complaint, mine<Complaint>(tx, "complaint", kOrderOwner, in.id));
  if (complaint.version != in.version) return fail(yilin::errors::conflict);
  if (complaint.state == ComplaintState::closed) return fail(lifecycle::errors::illegal_move, "投诉已办结。");
  complaint.handling = in.handling;
  complaint.state = in.close ? ComplaintState::closed : ComplaintState::handling;
  complaint.handled_by = tx.caller.user;
  complaint.handled_at = tx.now;
  complaint.version += 1;
  entity::store::update(tx.db, tx.vault(), "complaint", complaint);
  tx.record({in.close ? "complaint.close" : "complaint.handle", "complaint", complaint.id.value, complaint.region, complaint.elder_id, {},
             entity::to_json(complaint)},
            complaint.organisation_id);
  return complaint;
}

std::span<const std::string_view> callback_script() {
  static constexpr std::string_view script[] = {
      "接电话的是老人本人吗？", "最近有人上门服务吗？", "是哪一项服务？", "一个月大约几次？", "每次大约多少分钟？", "每次来的是同一个人吗？",
      "服务人员穿工装或戴工牌吗？", "留过联系电话吗？", "知道是哪家服务组织吗？", "这次服务满意吗？", "有没有另外收钱？", "有什么建议？"};
  return script;
}

Result<Callback> answer_callback(command::Tx& tx, const CallbackAnswer& in) {
  YILIN_TRY(Callback callback, mine<Callback>(tx, "callback", {.region = "t.region"}, in.id));
  if (callback.state == CallbackState::answered) return fail(lifecycle::errors::illegal_move, "这次回访已登记。");
  if (in.reached && in.answers.size() != callback_script().size())
    return fail_field("answers", "问卷答案", "请逐题填写，共 " + std::to_string(callback_script().size()) + " 题。");
  callback.tries += 1;
  callback.by_user = tx.caller.user;
  callback.answered_at = tx.now;
  if (in.reached) {
    callback.state = CallbackState::answered;
    callback.confirmed_service = in.confirmed_service;
    const auto* list = entity::codec_of<std::vector<std::string>>();
    entity::Field any;
    list->to_json(&in.answers, any, entity::Viewer::all(), callback.answers);
    YILIN_TRY(const Visit row, visit(tx.db, tx.vault(), callback.visit_id));
    Evidence evidence;  // the call is an independent proof, for or against
    evidence.id = tx.new_id<EvidenceId>();
    evidence.visit_id = row.id;
    for (const Assignment& a : assignments(tx.db, tx.vault(), row.id)) {
      if (a.state != AssignmentState::checked_out) continue;
      evidence.assignment_id = a.id;
      evidence.worker_id = a.worker_id;
      break;
    }
    evidence.kind = catalogue::Proof::callback;
    evidence.at = tx.now;
    evidence.accepted = in.confirmed_service;
    evidence.points = in.confirmed_service ? 40 : 0;
    evidence.detail = in.confirmed_service ? "电话回访：老人确认已服务" : "电话回访：老人说没有这次服务";
    entity::store::insert(tx.db, tx.vault(), "evidence", evidence);
  } else if (callback.tries >= 3) {
    callback.state = CallbackState::unreachable;
  }
  entity::store::update(tx.db, tx.vault(), "callback", callback);
  tx.record({"callback.answer", "callback", callback.id.value, callback.region, callback.elder_id, {}, entity::to_json(callback)},
            callback.organisation_id);
  return callback;
}

}  // namespace yilin::orders
