#pragma once
// Sign-ins under way: between a right password and a session. In memory; a restart or 5 minutes end them.

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "kernel/sealing/sealing.h"
#include "modules/accounts/rules.h"

namespace yilin::accounts {

inline constexpr Millis kTicketLife = minutes(5);
inline constexpr std::size_t kTicketsMax = 10'000;

struct Ticket {
  UserId account;
  rules::Passed passed;
  std::string new_totp_secret;  // while enrolling
  std::string password_hash;    // as it was verified: a change meanwhile ends the sign-in
  std::string device;           // known_device()
  Instant ends;
};

class Tickets {
 public:
  std::string issue(Ticket ticket, Instant now) {
    const std::lock_guard lock(mutex_);
    std::erase_if(tickets_, [&](const auto& entry) { return now >= entry.second.ends; });
    if (tickets_.size() >= kTicketsMax) tickets_.erase(tickets_.begin());
    ticket.ends = now + kTicketLife;
    const std::string name = sealing::random_token();
    tickets_.emplace(name, std::move(ticket));
    return name;
  }
  std::optional<Ticket> find(const std::string& name, Instant now) const {
    const std::lock_guard lock(mutex_);
    const auto found = tickets_.find(name);
    if (found == tickets_.end() || now >= found->second.ends) return std::nullopt;
    return found->second;
  }
  void end(const std::string& name) {
    const std::lock_guard lock(mutex_);
    tickets_.erase(name);
  }

 private:
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Ticket> tickets_;
};

}  // namespace yilin::accounts
