#include "sim/staff.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "base/text.h"
#include "modules/registry/registry.h"

namespace yilin::sim {
namespace {
using access::Role;
using accounts::NewAccount;

constexpr std::string_view kFile = "/demo-accounts.txt";

NewAccount account(std::string_view username, std::string name, Role role, RegionCode scope) {
  NewAccount a;
  a.username = username;
  a.name = std::move(name);
  a.roles = {role};
  a.scopes.push_back(accounts::ScopeInput{scope, {}, {}});
  a.region = scope;
  return a;
}

// Terminal columns: a Chinese character takes two.
std::string padded(std::string_view text, std::size_t columns) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size();) {
    const unsigned char c = static_cast<unsigned char>(text[i]);
    const std::size_t bytes = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    width += bytes > 2 ? 2 : 1;
    i += bytes;
  }
  return std::string(text) + std::string(width < columns ? columns - width : 1, ' ');
}

std::string role_label(Role role) {
  for (const entity::EnumName& n : access::enum_names(role))
    if (n.value == static_cast<std::int64_t>(role)) return std::string(n.label);
  return {};
}

// Where the community worker of the demonstration works: where most elders live, so that her lists have somebody.
RegionCode fullest_community(const Kernel& kernel, const region::Divisions& tree, RegionCode otherwise) {
  registry::Filter everybody;
  everybody.ranges = {tree.city().subtree()};
  RegionCode best = otherwise;
  std::int64_t most = 0;
  for (const registry::Tally& t : registry::tally(kernel, everybody, RegionLevel::community, civil_date(kernel.clock.now()))) {
    if (t.elders <= most) continue;
    most = t.elders;
    best = t.region;
  }
  return best;
}

}  // namespace

UserId Staff::of(Role role) const {
  for (const auto& a : accounts)
    if (std::find(a.roles.begin(), a.roles.end(), role) != a.roles.end()) return a.id;
  return {};
}

Result<Staff> make_staff(Kernel& kernel, const Places& places, const NetworkReport& network) {
  const region::Divisions& tree = places.tree();
  const RegionCode city = tree.city(), community = fullest_community(kernel, tree, places.areas().front().communities.front());
  const RegionCode county = community.at(RegionLevel::county), street = community.at(RegionLevel::street);
  std::vector<NewAccount> wanted = {account("shi", tree.name(city) + "民政局", Role::official, city)};
  if (tree.find(county) != nullptr && county != city && !tree.find(county)->synthetic)
    wanted.push_back(account("quxian", tree.name(county) + "民政局", Role::official, county));
  wanted.push_back(account("jiedao", tree.name(street) + "民政办", Role::official, street));
  wanted.push_back(account("shequ", tree.name(community) + "社区工作者", Role::community_worker, community));
  wanted.push_back(account("rexian", "热线坐席一号", Role::hotline_operator, city));
  wanted.push_back(account("diaodu", "调度员一号", Role::dispatcher, city));
  wanted.push_back(account("jiesuan", "资金结算员", Role::finance, city));
  wanted.push_back(account("shenji", "审计员", Role::auditor, city));
  wanted.push_back(account("xitong", "系统管理员", Role::system_admin, city));
  wanted.push_back(account("anquan", "安全管理员", Role::security_admin, city));
  NewAccount manager;
  manager.username = "jigou";
  manager.name = network.first_organisation_name;
  manager.roles = {Role::provider_manager};
  manager.organisation_id = network.first_organisation;
  wanted.push_back(manager);
  NewAccount carer;
  carer.username = "huli";
  carer.name = network.first_worker_name;
  carer.roles = {Role::carer};
  carer.organisation_id = network.first_organisation;
  carer.worker_id = network.first_worker;
  wanted.push_back(carer);
  YILIN_TRY(std::vector<accounts::DemoAccount> made, accounts::create_demo_accounts(kernel, std::move(wanted)));
  return Staff{std::move(made)};
}

std::string account_table(Kernel& kernel, const Staff& staff, const Places& places, const Customers& customers) {
  std::string out = "演示账号（数据均为模拟；口令在首次启动时随机生成，请勿用于正式环境）\n\n  " + padded("用户名", 12) + padded("口令", 22) + padded("角色", 18) + "姓名与范围\n";
  for (const auto& a : staff.accounts)
    out += "  " + padded(a.username, 12) + padded(a.password, 22) + padded(role_label(a.roles.front()), 18) + a.name + "\n";
  auto lease = kernel.readers->borrow();
  const access::Caller& system = access::Caller::system();
  const command::Reader reader{*lease, system, kernel.clock.now(), kernel};
  bool elder = false, family = false;
  out += "\n  长辈版与家属用手机号加短信验证码登录，验证码在演示短信信箱里：\n";
  for (const Customer& c : customers.all()) {
    const auto brief = registry::brief(reader, c.id);
    if (!brief) continue;
    if (!elder && brief->phone_use == registry::PhoneUse::own && !brief->phone.empty()) {
      elder = true;
      out += fmt::format("  老人 {}　手机 {}　{}\n", brief->name, brief->phone.reveal(), places.tree().full_name(brief->region));
    }
    for (const registry::Contact& contact : registry::contacts(*lease, kernel, c.id)) {
      if (family || !contact.acts_on(reader.today()) || contact.phone.empty()) continue;
      family = true;
      out += fmt::format("  家属 {}　手机 {}　可代 {} 办理\n", contact.name, contact.phone.reveal(), brief->name);
    }
    if (elder && family) break;
  }
  return out;
}

void store_account_table(const std::string& data_folder, const std::string& table) {
  const std::string path = data_folder + std::string(kFile);
  ::unlink(path.c_str());
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  const bool written = fd >= 0 && ::write(fd, table.data(), table.size()) == static_cast<ssize_t>(table.size());
  if (fd >= 0) ::close(fd);
  if (!written) throw sql::Failure("无法写入 " + path + "。");
}

std::string stored_account_table(const std::string& data_folder) {
  std::ifstream file(data_folder + std::string(kFile));
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace yilin::sim
