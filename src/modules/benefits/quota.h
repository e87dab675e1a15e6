#pragma once
// What awards grant as service quota, in memory: orders ask at every order. Internal to benefits.

#include <mutex>
#include <unordered_map>

#include "kernel/command/tx.h"
#include "modules/benefits/benefits.h"

namespace yilin::benefits {

class QuotaBook {
 public:
  void load(sql::Connection& db, const Kernel& kernel);
  void put(const Award& award);                                // after its commit; a new one or one that changed
  std::vector<Award> of(std::int64_t subject, Month month) const;  // that hold in this month

 private:
  mutable std::mutex mutex_;
  std::unordered_map<std::int64_t, std::vector<Award>> by_subject_;
};

void feed_quotas(Kernel& kernel, sql::Connection& db);

}  // namespace yilin::benefits
