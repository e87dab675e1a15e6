#pragma once
// What the module keeps in memory, in one part of the kernel.

#include <memory>
#include <mutex>

#include "modules/accounts/hash_pool.h"
#include "modules/accounts/mailbox.h"
#include "modules/accounts/session_cache.h"
#include "modules/accounts/throttle.h"
#include "modules/accounts/tickets.h"

namespace yilin::accounts {

struct State {
  State(Kernel& kernel, const http::Router& r);

  const http::Router& router;  // for the list of permissions
  SessionCache cache;
  HashPool hashing{kHashQueueMax};
  Tickets tickets;
  // GB/T 22239-2019 8.1.4.1 b): per account in its row; here what slows an address, and names that nobody has.
  Throttle address_failures{30, minutes(15)};
  Throttle unknown_names{kFailuresMax, kLockFor};
  Throttle device_failures{kFailuresMax, kLockFor};
  Throttle code_spacing{1, minutes(1)};
  Throttle codes_of_phone{5, hours(1)};
  Throttle codes_of_address{30, hours(1)};

  HomeResolver resolver;             // set at attach
  std::shared_ptr<DevelopmentMailbox> mailbox = std::make_shared<DevelopmentMailbox>();
  std::shared_ptr<SmsGateway> gateway = mailbox;
  sealing::BlindIndex phone_index;

  // A hash that no password has, so that an unknown user costs what a known one does.
  const std::string& nobodys_hash(Kernel& kernel);

 private:
  std::once_flag nobody_once_;
  std::string nobody_;
};

State& state(Kernel& kernel);

}  // namespace yilin::accounts
