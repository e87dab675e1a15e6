#pragma once
// How benefits are handed out: table benefit_program in memory, and the times of table benefit_parameter. Internal to benefits.

#include <map>
#include <memory>
#include <mutex>

#include "kernel/command/tx.h"
#include "kernel/parameters/parameters.h"
#include "modules/benefits/benefits.h"

namespace yilin::benefits {

class Programs {
 public:
  void load(sql::Connection& db);
  Program of(std::string_view benefit) const;   // named, nothing set: when there is no row
  std::vector<Program> all() const;
  void put(const Program& program);

 private:
  mutable std::mutex mutex_;
  std::map<std::string, Program, std::less<>> rows_;
};
Programs& programs(const Kernel& kernel);

struct Parameters : DatedParameters {};
std::int64_t days_of(const Kernel& kernel, std::string_view name, RegionCode region, Date on);

struct PutProgram {
  std::string benefit;
  bool by_application = false, one_off = false, feeds_quota = false;
  std::string basis, confidence;
  std::int64_t version = 0;        // 0: a new one
  static const entity::Table& fields();
};
struct ProgramList {
  std::vector<Program> items;
  static const entity::Table& fields();
};
Result<ProgramList> list_programs(command::Reader& reader);
Result<Program> put_program(command::Tx& tx, const PutProgram& in);

}  // namespace yilin::benefits
