#pragma once
// The development mailbox: the last messages, in memory only, shown on demonstration systems.

#include <deque>
#include <mutex>

#include "modules/accounts/accounts.h"

namespace yilin::accounts {

class DevelopmentMailbox : public SmsGateway {
 public:
  static constexpr std::size_t kKept = 200;
  void send(const Phone& phone, std::string_view text, Instant at) override {
    const std::lock_guard lock(mutex_);
    messages_.push_front({at, phone.masked(), std::string(text)});
    if (messages_.size() > kKept) messages_.pop_back();
  }
  std::vector<MailboxMessage> messages() const {  // newest first
    const std::lock_guard lock(mutex_);
    return {messages_.begin(), messages_.end()};
  }

 private:
  mutable std::mutex mutex_;
  std::deque<MailboxMessage> messages_;
};

}  // namespace yilin::accounts
