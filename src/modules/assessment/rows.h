#pragma once
// Rows of this module, loaded and stored inside a command or a query. Internal to assessment.

#include <string>
#include <vector>

#include "kernel/command/tx.h"
#include "kernel/entity/json.h"
#include "kernel/entity/store.h"
#include "modules/assessment/commands.h"
#include "modules/assessment/shelf.h"

namespace yilin::assessment {

template <class T>
std::vector<T> all(sql::Connection& db, const entity::Vault& vault, sql::Literal table, const sql::Statement& statement) {
  std::vector<T> out;
  auto rows = db.rows(statement);
  while (rows.next()) out.push_back(entity::store::read<T>(rows, vault, table));
  return out;
}
template <class T>
std::optional<T> first(sql::Connection& db, const entity::Vault& vault, sql::Literal table, const sql::Statement& statement) {
  auto rows = db.rows(statement);
  if (!rows.next()) return std::nullopt;
  return entity::store::read<T>(rows, vault, table);
}

// " AND (…)" on table assessment as t: staff by region, assessors who are workers their own, organisations theirs, elders and
// families what has been told to them.
sql::Statement visible(const access::Caller& caller, RegionCode filter = {});
// The same for one row that is asked for by its id: an assessor of the desk or of an organisation reaches her own work wherever it is.
sql::Statement reachable(const access::Caller& caller);
Result<Assessment> load(sql::Connection& db, const entity::Vault& vault, const access::Caller& caller, AssessmentId id);
Result<Assessor> load_assessor(sql::Connection& db, const entity::Vault& vault, AssessorId id);
std::vector<Signature> signatures_of(sql::Connection& db, const entity::Vault& vault, AssessmentId id);
std::vector<Flag> flags_of(sql::Connection& db, const entity::Vault& vault, AssessmentId id);
std::vector<Photo> photos_of(sql::Connection& db, const entity::Vault& vault, AssessmentId id);
std::string digest_of(sql::Connection& db, const entity::Vault& vault, const Assessment& assessment);  // of what is signed, as it stands
// Is this caller this assessor?
bool is(const access::Caller& caller, const Assessor& assessor);

void insert(command::Tx& tx, Assessment& assessment);  // gives it its id and times
void store(command::Tx& tx, Assessment& assessment);
void record(command::Tx& tx, std::string_view verb, const Assessment& assessment, std::string reason = {});
// The caller's own work: refused to whoever is one of its assessors.
Status not_own_work(command::Tx& tx, const Assessment& assessment);

// Total, levels and triggers from its answers. False: not complete.
Score rate(Assessment& assessment, const Questionnaire& questionnaire);
Result<QuestionnairePtr> questionnaire_of(const Kernel& kernel, const Assessment& assessment);

// From now on this is the elder's result, unless a newer one stands: the older ones are superseded, the registry learns the
// level, the next assessment becomes due, whoever listens is told.
Status make_effective(command::Tx& tx, Assessment& assessment);

std::vector<rules::OutlierOf> outliers_among(command::Reader& reader, RegionCode county, std::string_view questionnaire,
                                             std::span<const AssessorId> asked);
rules::FlagFacts flag_facts(command::Tx& tx, const Assessment& assessment, std::vector<rules::OutlierOf> outliers);
void raise_flags(command::Tx& tx, const Assessment& assessment, const rules::FlagFacts& facts);

// What is due; a row each elder and questionnaire.
void set_due(command::Tx& tx, Due due);
// After a result: by the same questionnaire; by the standard's, unless that is known, after one by a scale that is no longer used.
void due_after(command::Tx& tx, Due due);
void bring_forward(command::Tx& tx, Due due);  // unless something earlier is due already
void planned(command::Tx& tx, const Assessment& assessment);
void unplanned(command::Tx& tx, AssessmentId id);

}  // namespace yilin::assessment
