#include "modules/accounts/session_cache.h"

#include <algorithm>

#include <fmt/format.h>

#include "modules/accounts/rules.h"
#include "modules/accounts/state.h"
#include "modules/accounts/store.h"

namespace yilin::accounts {
namespace {
constexpr std::size_t kEldersMax = 32;
constexpr std::int64_t kStoreSeenMillis = 60'000;
}  // namespace

std::string token_hash(std::string_view token) {
  std::string out;
  for (const std::uint8_t byte : sealing::sm3(token)) fmt::format_to(std::back_inserter(out), "{:02x}", byte);
  return out;
}

std::shared_ptr<const access::Caller> build_caller(sql::Connection& db, Kernel& kernel, const Account& account, Instant now) {
  auto caller = std::make_shared<access::Caller>();
  caller->kind = rules::kind_of(account);
  caller->user = account.id;
  caller->name = account.name;
  caller->roles = account.role_set();
  caller->organisation = account.organisation_id;
  caller->worker = account.worker_id;
  if (caller->kind == access::CallerKind::staff) caller->scope = rules::ranges_on(scopes_of(db, account.id), civil_date(now));
  if (caller->kind == access::CallerKind::home) {
    caller->roles = {};
    command::Reader reader{db, access::Caller::system(), now, kernel};
    const HomeResolver& resolve = state(kernel).resolver;
    for (const HomeIdentity& identity : resolve ? resolve(reader, account.phone) : std::vector<HomeIdentity>()) {
      caller->name = identity.name;
      caller->roles.bits |= Roles{identity.is_elder ? Role::elder : Role::family}.bits;
      for (const HomeElder& elder : identity.elders) {
        std::vector<ElderId> ids{elder.id};
        ids.insert(ids.end(), elder.earlier.begin(), elder.earlier.end());
        for (const ElderId id : ids)
          if (caller->elders.size() < kEldersMax && !caller->acts_for(id)) caller->elders.push_back(id);
      }
    }
  }
  caller->viewer = access::viewer_of(caller->roles);
  return caller;
}

std::optional<http::Session> SessionCache::find(const http::Request& request) {
  const std::string token(request.cookie(kSessionCookie));
  if (token.empty() || token.size() > 100) return std::nullopt;
  const std::string hash = token_hash(token);
  const Instant now = kernel_.clock.now();
  auto session = known(hash, civil_date(now));
  if (!session) session = load(hash, now);
  if (!session) return std::nullopt;
  if (rules::freshness(session->home, {session->last_seen_ms}, session->expires_at, now) == rules::Freshness::over) {
    forget_token(hash);
    return std::nullopt;
  }
  touch(*session, now);
  return http::Session{session->caller, token};
}

std::shared_ptr<OpenSession> SessionCache::known(const std::string& hash, Date today) const {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(hash);
  return found != sessions_.end() && found->second->built_on == today ? found->second : nullptr;
}

std::shared_ptr<OpenSession> SessionCache::load(const std::string& hash, Instant now) {
  for (;;) {
    std::uint64_t before = 0;
    std::int64_t seen_in_memory = 0;
    {
      const std::lock_guard lock(mutex_);
      before = changes_;
      if (const auto found = sessions_.find(hash); found != sessions_.end()) seen_in_memory = found->second->last_seen_ms;
    }
    auto session = std::make_shared<OpenSession>();
    {
      auto db = kernel_.readers->borrow();
      auto rows = db->rows(entity::store::select<SessionRow>("session", "s").add(" WHERE s.token_hash = ?", hash));
      if (!rows.next()) return nullptr;
      const SessionRow row = entity::store::read<SessionRow>(rows, kernel_.vault, "session");
      const auto account = find_account(*db, kernel_.vault, row.account_id);
      if (!account || account->state != AccountState::active) return nullptr;
      session->id = row.id;
      session->token_hash = hash;
      session->account = row.account_id;
      session->home = account->home();
      session->expires_at = row.expires_at;
      session->built_on = civil_date(now);
      session->last_seen_ms = std::max(row.last_seen.ms, seen_in_memory);
      session->stored_seen_ms = row.last_seen.ms;
      session->caller = build_caller(*db, kernel_, *account, now);
    }
    Sessions dropped;
    {
      const std::lock_guard lock(mutex_);
      if (changes_ != before) continue;  // something was forgotten meanwhile: what was read may be older
      if (sessions_.size() >= kEntriesMax) dropped.swap(sessions_);
      std::shared_ptr<OpenSession>& place = sessions_[hash];
      if (place) dropped.emplace(hash, std::move(place));  // of yesterday
      place = session;
    }
    for (const auto& [key, old] : dropped) kernel_.live.end(*old->caller);
    return session;
  }
}

void SessionCache::touch(OpenSession& session, Instant now) {
  session.last_seen_ms = now.ms;
  std::int64_t stored = session.stored_seen_ms;
  if (now.ms - stored < kStoreSeenMillis || !session.stored_seen_ms.compare_exchange_strong(stored, now.ms)) return;
  sql::Job job;
  job.lane = sql::Lane::bulk;
  job.run = [id = session.id, now](sql::Connection& db) {
    db.exec("UPDATE session SET last_seen = ? WHERE id = ? AND last_seen < ?", now, id, now);
    return true;
  };
  job.done = [](sql::Outcome) {};
  kernel_.writer->submit(std::move(job));
}

template <class Gone>
void SessionCache::forget_if(Gone gone) {
  std::vector<std::shared_ptr<OpenSession>> dropped;
  {
    const std::lock_guard lock(mutex_);
    ++changes_;
    std::erase_if(sessions_, [&](auto& entry) {
      if (!gone(*entry.second)) return false;
      dropped.push_back(std::move(entry.second));
      return true;
    });
  }
  for (const auto& session : dropped) kernel_.live.end(*session->caller);
}

void SessionCache::forget_account(UserId account) {
  forget_if([&](const OpenSession& s) { return s.account == account; });
}

void SessionCache::forget_token(const std::string& hash) {
  forget_if([&](const OpenSession& s) { return s.token_hash == hash; });
}

void SessionCache::forget_homes() {
  forget_if([](const OpenSession& s) { return s.home; });
}

void SessionCache::forget_ended() {
  const Instant now = kernel_.clock.now();
  forget_if([&](const OpenSession& s) {
    return s.built_on != civil_date(now) || rules::freshness(s.home, {s.last_seen_ms}, s.expires_at, now) == rules::Freshness::over;
  });
}

}  // namespace yilin::accounts
