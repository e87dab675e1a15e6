#pragma once
// Runs `yilin site …` in this process on small files in a folder of its own.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "main/engine_commands.h"

namespace yilin::test {

class SiteCommand : public testing::Test {
 protected:
  SiteCommand() {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::temp_directory_path() / (std::string("yilin_site_") + info->name() + "_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
  }
  ~SiteCommand() override { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  void write(const std::string& name, std::string_view text) const { std::ofstream(path(name), std::ios::binary) << text; }
  std::string read(const std::string& name) const {
    std::ifstream in(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  struct Ran {
    int status = 0;
    std::string out, error;
  };
  // Words that name a file of the folder (they begin with @) become its path.
  Ran run(const std::string& line) const {
    CLI::App app;
    const commands::EngineCommand site = commands::add_site(app);
    std::vector<std::string> words{"site"};
    std::istringstream in(line);
    for (std::string word; in >> word;) words.push_back(word.starts_with('@') ? path(word.substr(1)) : word);
    std::reverse(words.begin(), words.end());
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    Ran ran;
    try {
      app.parse(words);
      ran.status = site.run();
    } catch (const CLI::ParseError& e) {
      ran.status = commands::kBadInput;
      fmt::print(stderr, "{}\n", e.what());
    }
    std::fflush(stdout), std::fflush(stderr);
    ran.out = testing::internal::GetCapturedStdout(), ran.error = testing::internal::GetCapturedStderr();
    return ran;
  }
  // The answer of a run that must succeed.
  boost::json::object answer(const std::string& line) const {
    const Ran ran = run(line + " --out @answer.json");
    EXPECT_EQ(ran.status, 0) << line << "\n" << ran.error;
    boost::system::error_code wrong;
    const boost::json::value v = boost::json::parse(read("answer.json"), wrong);
    EXPECT_FALSE(wrong) << read("answer.json");
    return wrong || !v.is_object() ? boost::json::object{} : v.as_object();
  }
  // Why a run was refused; empty: it was not.
  std::string refusal(const std::string& line) const {
    const Ran ran = run(line);
    return ran.status == commands::kBadInput ? ran.error : std::string();
  }
  // The answer is solved for, and the independent judge finds nothing wrong with it.
  boost::json::object judged(const std::string& line) const {
    boost::json::object out = answer(line);
    const Ran ran = run("check " + line + " --answer @answer.json");
    EXPECT_EQ(ran.status, 0) << line << "\n" << ran.out << ran.error << read("answer.json");
    return out;
  }
  static std::string warnings(const boost::json::object& answer) {
    std::string out;
    for (const boost::json::value& w : answer.at("warnings").as_array()) out += std::string(w.as_string()) + "\n";
    return out;
  }
  static double number(const boost::json::object& o, std::string_view key) { return o.at(key).to_number<double>(); }
  static std::vector<std::string> ids(const boost::json::object& answer, std::string_view list = "sites") {
    std::vector<std::string> out;
    for (const boost::json::value& s : answer.at(list).as_array()) out.emplace_back(s.as_object().at("id").as_string());
    return out;
  }
  static const boost::json::object& named(const boost::json::object& o, std::string_view list, std::string_view key, std::string_view name) {
    for (const boost::json::value& v : o.at(list).as_array())
      if (v.as_object().at(key).as_string() == name) return v.as_object();
    throw std::runtime_error("no " + std::string(name) + " in " + std::string(list));
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace yilin::test
