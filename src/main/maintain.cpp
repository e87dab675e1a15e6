#include <cstdio>
#include <filesystem>

#include <fmt/format.h>

#include "main/commands.h"

namespace yilin::commands {

int migrate(const CityOptions& options) {
  open_city(options);
  fmt::print(stderr, "数据库已是最新。\n");
  return 0;
}

int verify(const CityOptions& options) {
  sealing::initialise();
  auto keys = sealing::open_key_file(options.data + "/keys/master.key");
  if (!keys) throw sql::Failure(std::string(keys.error().message()));
  auto connection = sql::open(database_url(options), sql::Role::reader);
  const auto verdict = journal::Journal::verify(**keys, options.data + "/checkpoints.log", *connection,
                                                [](std::int64_t done, std::int64_t total) {
                                                  fmt::print(stderr, "\r  已核对 {}/{}", done, total);
                                                });
  fmt::print(stderr, "\n");
  for (const auto& problem : verdict.problems) fmt::print("第 {} 条：{}\n", problem.seq, problem.sentence);
  fmt::print("共 {} 条办理记录，其中依法清除内容 {} 条，{}。\n", verdict.acts, verdict.erased_payloads,
             verdict.sound() ? "链条完整，未见改动" : fmt::format("发现 {} 处问题", verdict.problems.size()));
  return verdict.sound() ? 0 : 1;
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

}  // namespace yilin::commands
