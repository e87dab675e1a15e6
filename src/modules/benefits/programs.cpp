#include "modules/benefits/programs.h"

#include "modules/benefits/decide.h"
#include "modules/benefits/rows.h"

namespace yilin::benefits {

void Programs::load(sql::Connection& db) {
  const std::lock_guard lock(mutex_);
  for (Program& p : benefits::all<Program>(db, {}, "benefit_program", entity::store::select<Program>("benefit_program", "t").add(" ORDER BY t.id"))) rows_[p.benefit] = p;
}
Program Programs::of(std::string_view benefit) const {
  const std::lock_guard lock(mutex_);
  const auto found = rows_.find(benefit);
  if (found != rows_.end()) return found->second;
  Program none;
  none.benefit = benefit;
  none.version = 0;
  return none;
}
std::vector<Program> Programs::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<Program> out;
  for (const auto& [name, program] : rows_) out.push_back(program);
  return out;
}
void Programs::put(const Program& program) {
  const std::lock_guard lock(mutex_);
  rows_[program.benefit] = program;
}
Programs& programs(const Kernel& kernel) { return kernel.parts.get<Programs>(); }

std::int64_t days_of(const Kernel& kernel, std::string_view name, RegionCode region, Date on) { return kernel.parts.get<Parameters>().value(name, region, on); }

Result<ProgramList> list_programs(command::Reader& reader) {
  ProgramList out;
  const auto rules = policies::in_force(reader.kernel);
  for (const policy::NameId id : policy::benefits(*rules)) out.items.push_back(programs(reader.kernel).of(rules->name(id).text));
  return out;
}

Result<Program> put_program(command::Tx& tx, const PutProgram& in) {
  YILIN_TRY(const policy::NameId id, benefit_named(*policies::in_force(tx.kernel), in.benefit));
  static_cast<void>(id);
  auto row = first<Program>(tx.db, tx.vault(), "benefit_program",
                            entity::store::select<Program>("benefit_program", "t").add(" WHERE t.benefit = ?", in.benefit));
  if (row ? row->version != in.version : in.version != 0) return fail(yilin::errors::conflict);
  Program p = row.value_or(Program{});
  const std::string before = row ? entity::to_json(*row) : "null";
  p.benefit = in.benefit;
  p.by_application = in.by_application;
  p.one_off = in.one_off;
  p.feeds_quota = in.feeds_quota;
  p.basis = in.basis;
  p.confidence = in.confidence.empty() ? "示例" : in.confidence;
  if (row) {
    store_row(tx, "benefit_program", p);
  } else {
    p.id = tx.new_id<Id<struct BenefitProgramTag>>().value;
    entity::store::insert(tx.db, tx.vault(), "benefit_program", p);
  }
  tx.after_commit([&memory = programs(tx.kernel), p] { memory.put(p); });
  tx.record({"benefit.program", "benefit_program", p.id, {}, {}, {}, "{\"before\":" + before + ",\"after\":" + entity::to_json(p) + "}"});
  return p;
}

}  // namespace yilin::benefits
