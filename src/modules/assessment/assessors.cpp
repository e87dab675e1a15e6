// Who may assess.
#include "modules/accounts/accounts.h"
#include "modules/assessment/rows.h"
#include "modules/providers/providers.h"
#include "modules/region/region.h"

namespace yilin::assessment {

Result<AssessorId> add_assessor(command::Tx& tx, const NewAssessor& in) {
  Assessor a;
  a.region = in.region;
  a.name = in.name;
  a.user_id = in.user_id;
  a.worker_id = in.worker_id;
  a.organisation_id = in.organisation_id;
  a.organisation = in.organisation;
  a.background = in.background;
  a.certificate_no = in.certificate_no;
  a.qualified_from = in.qualified_from;
  a.qualified_to = in.qualified_to;
  if (!region::divisions(tx.kernel)->find(in.region)) return fail_field("region", "所在区划", "没有这个区划。");
  if (in.qualified_to && in.qualified_to < in.qualified_from) return fail_field("qualified_to", "资格止", "资格止日应在起日之后。");
  if (!in.user_id && !in.worker_id) return fail_field("user_id", "登录用户", "请填写登录用户或服务人员，评估员用自己的账号签名。");
  if (in.user_id && accounts::user_name(tx.db, in.user_id).empty()) return fail_field("user_id", "登录用户", "没有这个用户。");
  if (in.worker_id) {
    const auto worker = providers::worker(tx.kernel, in.worker_id);
    if (!worker) return fail_field("worker_id", "服务人员", "没有这位服务人员。");
    a.organisation_id = worker->organisation;
  }
  if (tx.db.rows("SELECT 1 FROM assessor t WHERE t.state = ? AND (t.user_id = ? OR t.worker_id = ?) LIMIT 1", AssessorState::active, in.user_id, in.worker_id).next())
    return fail_field(in.user_id ? "user_id" : "worker_id", "评估员", "此人已登记为评估员。");
  a.id = tx.new_id<AssessorId>();
  a.created_at = a.updated_at = tx.now;
  entity::store::insert(tx.db, tx.vault(), "assessor", a);
  return a.id;
}

Result<Assessor> register_assessor(command::Tx& tx, const NewAssessor& in) {
  if (!tx.caller.in_scope(in.region)) return fail_field("region", "所在区划", "不在您的管辖范围内。");
  YILIN_TRY(const AssessorId id, add_assessor(tx, in));
  YILIN_TRY(Assessor made, load_assessor(tx.db, tx.vault(), id));
  tx.record({"assessor.add", "assessor", id.value, made.region, {}, {}, entity::to_json(made)}, made.organisation_id, made.worker_id);
  return made;
}

Result<Assessor> end_assessor(command::Tx& tx, const EndAssessor& in) {
  YILIN_TRY(Assessor a, load_assessor(tx.db, tx.vault(), in.id));
  if (!tx.caller.in_scope(a.region)) return fail(yilin::errors::not_found, "没有这位评估员。");
  if (a.state == AssessorState::ended) {
    tx.nothing_to_do();
    return a;
  }
  a.state = AssessorState::ended;
  a.version += 1;
  a.updated_at = tx.now;
  entity::store::update(tx.db, tx.vault(), "assessor", a);
  tx.record({"assessor.end", "assessor", a.id.value, a.region, {}, in.reason, entity::to_json(a)}, a.organisation_id, a.worker_id);
  return a;
}

}  // namespace yilin::assessment
