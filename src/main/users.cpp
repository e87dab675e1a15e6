// yilin user: accounts from the machine itself, where administrators are made and helped in.
#include <fmt/format.h>

#include "main/admin.h"
#include "main/commands.h"

namespace yilin::commands {
namespace {

namespace json = entity::json;

std::string text(const json::value& row, std::string_view name) { return std::string(row.at(name).as_string()); }

std::string page_target(const std::string& cursor) { return "/api/users?limit=200" + (cursor.empty() ? "" : "&cursor=" + cursor); }

// Every account, page by page.
std::vector<json::value> all_users(Admin& admin) {
  std::vector<json::value> users;
  std::string cursor;
  do {
    const json::value page = admin.ask("GET", page_target(cursor));
    for (const json::value& user : page.at("items").as_array()) users.push_back(user);
    cursor = page.at("next").is_string() ? text(page, "next") : "";
  } while (!cursor.empty());
  return users;
}

void show_password(const json::value& made) {
  fmt::print("用户名 {}　一次性口令 {}（首次登录须修改）\n", text(made, "username"), text(made, "password"));
}

}  // namespace

int user_add(const UserOptions& options) {
  Admin admin(options.city);
  json::object wanted{{"username", options.username}, {"name", options.name}};
  if (!options.region.empty()) wanted["region"] = options.region;
  const json::value made = admin.ask("POST", "/api/users", json::serialize(wanted));
  if (!options.roles.empty()) {
    const std::string id = text(made, "id");
    const json::value user = admin.ask("GET", "/api/users/" + id);
    json::array roles, scopes;
    for (const std::string& role : options.roles) roles.push_back(json::value(role));
    scopes.push_back(json::object{{"region", user.at("region")}});
    admin.ask("PUT", "/api/users/" + id + "/grants", json::serialize(json::object{{"roles", roles}, {"scopes", scopes}, {"version", user.at("version")}}));
  }
  show_password(made);
  return 0;
}

int user_reset(const UserOptions& options) {
  Admin admin(options.city);
  for (const json::value& user : all_users(admin)) {
    if (text(user, "username") != options.username) continue;
    const std::string route = "/api/users/" + text(user, "id");
    if (options.forget_totp) admin.ask("POST", route + "/reset-totp", R"({"reason":"在服务器上重置"})");
    show_password(admin.ask("POST", route + "/reset-password", R"({"reason":"在服务器上重置"})"));
    return 0;
  }
  throw sql::Failure("没有这个用户名。");
}

int user_list(const UserOptions& options) {
  Admin admin(options.city);
  for (const json::value& user : all_users(admin)) {
    std::string roles;
    for (const json::value& role : user.at("roles").as_array()) roles += (roles.empty() ? "" : ",") + std::string(role.as_string());
    fmt::print("{}\t{}\t{}\t{}\t{}\n", text(user, "username"), text(user, "name"), roles, text(user, "region"), text(user, "state"));
  }
  return 0;
}

}  // namespace yilin::commands
