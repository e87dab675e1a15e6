#pragma once
// Sessions in memory: token → Caller. A change of rights is in force with the answer that reports it: the commands that
// change an account forget its sessions here after the commit, and the next request builds its Caller from the database.
// Callers are also built anew each day (scopes are dated). last_seen goes to the database at most once a minute. Whatever
// leaves this memory ends the live updates that were opened with it.

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "http/router.h"
#include "modules/accounts/types.h"

namespace yilin::accounts {

struct OpenSession {
  SessionId id;
  std::string token_hash;
  UserId account;
  bool home = false;
  Instant expires_at;
  Date built_on;
  std::shared_ptr<const access::Caller> caller;
  std::atomic<std::int64_t> last_seen_ms{0};
  std::atomic<std::int64_t> stored_seen_ms{0};
};

class SessionCache {
 public:
  static constexpr std::size_t kEntriesMax = 50'000;
  explicit SessionCache(Kernel& kernel) : kernel_(kernel) {}

  std::optional<http::Session> find(const http::Request& request);
  void forget_account(UserId account);
  void forget_token(const std::string& token_hash);
  void forget_homes();
  void forget_ended();  // once a minute: those that have run out

 private:
  using Sessions = std::unordered_map<std::string, std::shared_ptr<OpenSession>>;  // by the hash of the token
  std::shared_ptr<OpenSession> known(const std::string& token_hash, Date today) const;
  std::shared_ptr<OpenSession> load(const std::string& token_hash, Instant now);
  void touch(OpenSession& session, Instant now);
  template <class Gone>
  void forget_if(Gone gone);

  Kernel& kernel_;
  mutable std::mutex mutex_;
  std::uint64_t changes_ = 0;  // counts forgettings, so that what was read before one is not kept
  Sessions sessions_;
};

std::string token_hash(std::string_view token);  // hex

// The Caller of an account as of now.
std::shared_ptr<const access::Caller> build_caller(sql::Connection& db, Kernel& kernel, const Account& account, Instant now);

}  // namespace yilin::accounts
