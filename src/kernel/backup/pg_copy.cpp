#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>
#include <memory>

#include <fcntl.h>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kernel/backup/database_copy.h"
#include "kernel/sql/connection.h"

namespace yilin::backup {
namespace {

constexpr std::size_t kComplaintCharsMax = 400;

// The connection as libpq's environment variables: on a command line the password could be seen by every user.
Result<std::map<std::string, std::string>> environment_of(const std::string& url) {
  char* complaint = nullptr;
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(PQconninfoParse(url.c_str(), &complaint), PQconninfoFree);
  const std::unique_ptr<char, void (*)(void*)> freed(complaint, PQfreemem);
  if (!options) return fail(errors::failed, "数据库地址不正确。");
  std::map<std::string, std::string> out;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option)
    if (option->val != nullptr && option->envvar != nullptr) out[option->envvar] = option->val;
  return out;
}

// Runs a program found in PATH, without a shell, and waits for it. Its complaints go into the error.
Status run(std::vector<std::string> arguments, const std::map<std::string, std::string>& settings, const std::filesystem::path& complaints) {
  std::vector<std::string> variables;
  for (char** variable = environ; *variable != nullptr; ++variable)
    if (!std::string_view(*variable).starts_with("PG")) variables.emplace_back(*variable);
  for (const auto& [name, value] : settings) variables.push_back(name + "=" + value);
  std::vector<char*> argv, envp;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  for (std::string& variable : variables) envp.push_back(variable.data());
  argv.push_back(nullptr);
  envp.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, complaints.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  pid_t child = 0;
  const int spawned = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), envp.data());
  posix_spawn_file_actions_destroy(&actions);
  if (spawned != 0) return fail(errors::failed, fmt::format("无法运行 {}：{}。请安装 postgresql-client。", arguments[0], std::strerror(spawned)));
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
  std::string said;
  {
    std::ifstream in(complaints, std::ios::binary);
    said.assign(std::istreambuf_iterator<char>(in), {});
  }
  std::filesystem::remove(complaints);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  if (said.size() > kComplaintCharsMax) said.erase(0, said.size() - kComplaintCharsMax);
  return fail(errors::failed, fmt::format("{} 没有成功：{}", arguments[0], said));
}

std::filesystem::path complaints_beside(const std::filesystem::path& file) { return file.string() + ".log"; }

}  // namespace

Result<std::int64_t> dump_postgres(const std::string& url, const std::filesystem::path& file, const Progress& progress) {
  YILIN_TRY(const auto settings, environment_of(url));
  const auto reader = sql::open(url, sql::Role::reader);
  // pg_dump reads the very snapshot in which the last act is looked up.
  reader->begin();
  sql::Rows rows = reader->rows("SELECT pg_export_snapshot(), (SELECT COALESCE(MAX(seq), 0) FROM journal)");
  if (!rows.next()) return fail(errors::failed);
  if (progress) progress("导出数据库", 0, 1);
  // Whoever restores takes the writer's lease anew.
  YILIN_CHECK(run({"pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--exclude-table-data=*.writer_lease",
                   "--snapshot=" + rows.str(0), "--file=" + file.string()}, settings, complaints_beside(file)));
  if (progress) progress("导出数据库", 1, 1);
  return rows.integer(1);
}

Result<bool> postgres_is_empty(const std::string& url) {
  const auto reader = sql::open(url, sql::Role::reader);
  sql::Rows rows = reader->rows("SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                                "WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'");
  return rows.next() && rows.integer(0) == 0;
}

Status load_postgres(const std::filesystem::path& file, const std::string& url, const Progress& progress) {
  YILIN_TRY(const auto settings, environment_of(url));
  const auto name = settings.find("PGDATABASE");
  if (name == settings.end()) return fail(errors::failed, "数据库地址里没有数据库名。");
  if (progress) progress("导入数据库", 0, 1);
  YILIN_CHECK(run({"pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", "--dbname=" + name->second, file.string()},
                  settings, complaints_beside(std::filesystem::temp_directory_path() / fmt::format("yilin-restore-{}", ::getpid()))));
  if (progress) progress("导入数据库", 1, 1);
  return {};
}

}  // namespace yilin::backup
