#include <cstdio>
#include <filesystem>

#include <fmt/format.h>

#include "kernel/backup/backup.h"
#include "kernel/command/command.h"
#include "main/admin.h"
#include "main/commands.h"
#include "modules/catalogue/catalogue.h"
#include "modules/facilities/facilities.h"
#include "modules/region/region.h"

namespace yilin::commands {
namespace {

// The key that is there: a new one would fit nothing that these commands look at.
std::unique_ptr<sealing::KeyProvider> keys_of(const CityOptions& options) {
  sealing::initialise();
  const std::string file = options.data + "/keys/master.key";
  if (!std::filesystem::exists(file))
    throw sql::Failure(fmt::format("没有找到主密钥文件 {}。请先放入原系统的主密钥（权限 0600），再办理；备份里不含主密钥，须从您另行保管之处取得。", file));
  auto keys = sealing::open_key_file(file);
  if (!keys) throw sql::Failure(std::string(keys.error().message()));
  return std::move(*keys);
}

bool serving(const CityOptions& options) { return http::Client::unix_socket(options.data + "/admin.sock").connect().has_value(); }

void show(std::string_view step, std::int64_t done, std::int64_t total) {
  if (total > 0) fmt::print(stderr, "\r  {} {}/{}\x1b[K", step, done, total);
}

int told(const Result<backup::Summary>& summary, std::string_view what) {
  fmt::print(stderr, "\n");
  if (!summary) throw sql::Failure(std::string(summary.error().message()));
  fmt::print("{}：文件 {} 个，{:.1f} MB，办理记录至第 {} 条。\n", what, summary->files, static_cast<double>(summary->bytes) / 1e6, summary->acts);
  return 0;
}

}  // namespace

int migrate(const CityOptions& options) {
  open_city(options);
  fmt::print(stderr, "数据库已是最新。\n");
  return 0;
}

int verify(const CityOptions& options) {
  const auto keys = keys_of(options);
  auto connection = sql::open(database_url(options), sql::Role::reader);
  const auto verdict = journal::Journal::verify(*keys, options.data + "/checkpoints.log", *connection,
                                                [](std::int64_t done, std::int64_t total) {
                                                  fmt::print(stderr, "\r  已核对 {}/{}", done, total);
                                                });
  fmt::print(stderr, "\n");
  for (const auto& problem : verdict.problems) fmt::print("{}\n", problem.sentence);
  fmt::print("共 {} 条办理记录，其中依法清除内容 {} 条，{}。\n", verdict.acts, verdict.erased_payloads,
             verdict.sound() ? "链条完整，未见改动" : fmt::format("发现 {} 处问题", verdict.problems.size()));
  return verdict.sound() ? 0 : 1;
}

int restart_checkpoints(const CityOptions& options, const std::string& reason) {
  const auto keys = keys_of(options);
  if (serving(options)) throw sql::Failure("服务正在运行，请先停止再重建检查点。");
  const std::string file = options.data + "/checkpoints.log";
  std::string why;
  {
    const auto connection = sql::open(database_url(options), sql::Role::writer);
    try {
      const journal::Journal sound(*keys, file, *connection);
    } catch (const sql::Failure& e) {
      why = e.what();
    }
    if (why.empty()) throw sql::Failure("检查点文件完好，不需要重建。");
    journal::Journal::begin_checkpoints_anew(*keys, file, *connection);
  }
  City city = open_city(options);
  const auto done = command::run(*city.kernel, access::Caller::system(), [&](command::Tx& tx) -> Status {
    std::string payload = R"({"why":)";
    entity::append_json_string(payload, why);
    tx.record({"journal.checkpoints_restarted", "journal", 1, {}, {}, reason, payload + "}"});
    return {};
  });
  if (!done) throw sql::Failure(std::string(done.error().message()));
  fmt::print("已从现在的最后一条办理记录重新开始检查点，并已记入办理记录。原文件（如有）另存为 {}.replaced-…。\n此前是否有记录被截去，今后无法再证明。\n", file);
  return 0;
}

int openapi() {
  // The interface does not depend on data: a city in a temporary folder answers.
  std::string folder = (std::filesystem::temp_directory_path() / "yilin-openapi-XXXXXX").string();
  if (!mkdtemp(folder.data())) throw sql::Failure("无法建立临时目录。");
  CityOptions options;
  options.data = folder;
  options.quiet = true;
  std::string text;
  {
    const City city = open_city(options);
    text = city.router->openapi();
  }
  std::filesystem::remove_all(folder);
  fmt::print("{}\n", text);
  return 0;
}

int backup(const CityOptions& options, const std::string& folder) {
  return told(yilin::backup::make(*keys_of(options), {database_url(options), options.data}, folder, system_clock().now(), show), "备份完成");
}

int restore(const CityOptions& options, const std::string& folder) {
  return told(yilin::backup::restore(*keys_of(options), folder, {database_url(options), options.data}, show), "恢复完成");
}

int import_base(const ImportOptions& options) {
  if (options.kind != "divisions" && options.kind != "catalogue") throw sql::Failure("请指明要导入的文件。");
  if (serving(options.city)) throw sql::Failure("服务正在运行，请先停止再载入基础数据。");
  std::int64_t rows = 0;
  const auto demanded = [](const auto& result) {
    if (!result) throw sql::Failure(std::string(result.error().message()));
  };
  City city = open_city(options.city, system_clock(), [&](Kernel& kernel) {
    if (options.kind != "divisions") return;
    const auto loaded = region::load_divisions(kernel, options.source + "/data/divisions/divisions.csv.xz",
                                               [](std::int64_t done, std::int64_t total) { show("载入行政区划", done, total); });
    demanded(loaded);
    rows = loaded->rows;
  });
  if (options.kind == "catalogue") {
    const auto added = catalogue::load_seed(*city.kernel, options.source + "/data/catalogue");
    demanded(added);
    const auto facilities = facilities::load_seed(*city.kernel, options.source + "/data/facilities");
    demanded(facilities);
    rows = *added + *facilities;
  }
  fmt::print(stderr, "\n");
  fmt::print("新增 {} 条。\n", rows);
  return 0;
}

}  // namespace yilin::commands
