#include "modules/accounts/queries.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "http/listing.h"
#include "modules/accounts/rules.h"
#include "modules/accounts/state.h"
#include "modules/accounts/store.h"
#include "modules/region/region.h"

namespace yilin::accounts {
namespace {

std::vector<Role> role_list(Roles roles) {
  std::vector<Role> out;
  for (const entity::EnumName& name : access::enum_names(Role{}))
    if (roles.has(static_cast<Role>(name.value))) out.push_back(static_cast<Role>(name.value));
  return out;
}

std::string_view code_of(access::CallerKind kind) {
  switch (kind) {
    case access::CallerKind::system: return "system";
    case access::CallerKind::staff: return "staff";
    case access::CallerKind::organisation: return "organisation";
    case access::CallerKind::worker: return "worker";
    case access::CallerKind::home: return "home";
  }
  return "";
}

std::vector<std::string> permissions_of(const http::Router& router, const access::Caller& caller) {
  std::set<std::string_view> codes;
  for (const http::RouteInfo& route : router.routes())
    if (const access::Permission* p = route.spec.policy.permission; p != nullptr && caller.may(*p)) codes.insert(p->code);
  return {codes.begin(), codes.end()};
}

// Part of a name as a LIKE pattern: what the user typed stands for itself.
std::string containing(std::string_view typed) {
  std::string pattern = "%";
  for (const char c : typed) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + "%";
}

}  // namespace

SessionView session_view(command::Reader& reader, const Account& account, const access::Caller& caller) {
  const auto tree = region::divisions(reader.kernel);
  SessionView view;
  view.kind = code_of(caller.kind);
  view.user_id = caller.user;
  view.name = caller.name;
  view.username = account.username;
  view.roles = role_list(caller.roles);
  view.permissions = permissions_of(state(reader.kernel).router, caller);
  for (const ScopeInput& s : scopes_of(reader.db, account.id))
    if (!rules::ranges_on({s}, reader.today()).empty()) view.scopes.push_back({s.region, tree->full_name(s.region)});
  view.organisation_id = caller.organisation;
  view.worker_id = caller.worker;
  if (caller.kind == access::CallerKind::home && state(reader.kernel).resolver)
    for (const HomeIdentity& identity : state(reader.kernel).resolver(reader, account.phone))
      for (const HomeElder& elder : identity.elders)
        if (caller.acts_for(elder.id) && std::none_of(view.elders.begin(), view.elders.end(), [&](const auto& e) { return e.id == elder.id; }))
          view.elders.push_back({elder.id, elder.name});
  view.demo = region::demo(reader.kernel);
  view.city = {tree->city(), tree->name(tree->city())};
  return view;
}

Result<SessionView> show_session(command::Reader& reader, const http::Nothing&) {
  const auto account = find_account(reader.db, reader.kernel.vault, reader.caller.user);
  return session_view(reader, account.value_or(Account{}), reader.caller);
}

Result<Mailbox> read_mailbox(command::Reader& reader, const http::Nothing&) {
  if (!region::demo(reader.kernel)) return fail(yilin::errors::not_found);
  return Mailbox{state(reader.kernel).mailbox->messages()};
}

UserView view_of(command::Reader& reader, const Account& a) {
  const auto tree = region::divisions(reader.kernel);
  UserView v;
  v.id = a.id;
  v.username = a.username;
  v.name = a.name;
  v.region = a.region;
  v.roles = role_list(a.role_set());
  for (const ScopeInput& s : scopes_of(reader.db, a.id)) v.scopes.push_back({s.region, tree->full_name(s.region), s.from, s.to});
  v.organisation_id = a.organisation_id;
  v.worker_id = a.worker_id;
  v.phone = a.phone;
  v.state = a.state;
  v.disabled_reason = a.disabled_reason;
  v.locked = rules::gate(a, reader.now) == rules::Gate::locked;
  if (v.locked) v.locked_until = a.locked_until;
  v.totp_required = a.totp_required;
  v.totp_enrolled = !a.totp_secret.empty();
  v.must_change_password = a.must_change_password;
  v.last_sign_in = a.last_sign_in;
  v.created_at = a.created_at;
  v.version = a.version;
  return v;
}

Result<http::Page<UserView>> list_users(command::Reader& reader, const UserFilter& in) {
  std::int64_t after = 0;
  if (!in.cursor.empty()) {
    const auto [end, error] = std::from_chars(in.cursor.data(), in.cursor.data() + in.cursor.size(), after);
    if (error != std::errc{} || end != in.cursor.data() + in.cursor.size()) return fail_field("cursor", "页标", "页标不正确。");
  }
  sql::Statement query = entity::store::select<Account>("account", "a").add(" WHERE a.username <> '' AND a.id > ?", after);
  query.add(access::in_region("a.region", reader.caller, in.region));
  if (!in.q.empty())
    query.add(" AND (a.name LIKE ? ESCAPE '\\' OR a.username LIKE ? ESCAPE '\\')", containing(in.q), containing(in.q));
  if (in.role) query.add(" AND (a.roles & ?) <> 0", std::int64_t{1} << static_cast<int>(*in.role));
  if (in.state) query.add(" AND a.state = ?", *in.state);
  if (in.organisation_id) query.add(" AND a.organisation_id = ?", in.organisation_id);
  query.add(" ORDER BY a.id LIMIT ?", in.limit + 1);

  auto accounts = http::rows_of<Account>(reader, "account", query);
  http::Page<UserView> page;
  page.next = http::cut(accounts, in.limit);
  for (const Account& a : accounts) page.items.push_back(view_of(reader, a));
  return page;
}

Result<UserView> show_user(command::Reader& reader, const UserPath& in) {
  auto rows = reader.db.rows(entity::store::select<Account>("account", "a")
                                 .add(" WHERE a.username <> '' AND a.id = ?", in.id)
                                 .add(access::in_region("a.region", reader.caller)));
  if (!rows.next()) return fail(yilin::errors::not_found);
  return view_of(reader, entity::store::read<Account>(rows, reader.kernel.vault, "account"));
}

}  // namespace yilin::accounts
