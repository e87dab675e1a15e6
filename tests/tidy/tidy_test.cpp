// Reads the source tree and holds it to the rules of ARCHITECTURE.md. No build of its own: text only.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace {
namespace fs = std::filesystem;

const fs::path kRoot = YILIN_SOURCE_DIR;
constexpr int kLinesMax = 600;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Source {
  fs::path path;
  std::string name;  // relative to the root
  std::string text;
};

std::vector<Source> sources(std::initializer_list<std::string_view> folders, std::initializer_list<std::string_view> endings) {
  std::vector<Source> out;
  for (const std::string_view folder : folders) {
    if (!fs::exists(kRoot / folder)) continue;
    for (auto it = fs::recursive_directory_iterator(kRoot / folder); it != fs::recursive_directory_iterator(); ++it) {
      const fs::path& path = it->path();
      if (it->is_directory() && (path.filename() == "node_modules" || path.filename() == "dist")) it.disable_recursion_pending();
      if (!it->is_regular_file()) continue;
      for (const std::string_view ending : endings)
        if (path.extension() == ending) out.push_back({path, fs::relative(path, kRoot).string(), read(path)});
    }
  }
  return out;
}

// Room name → folder and declared neighbours, from the CMakeLists.txt of each room.
struct Room {
  std::string folder;  // "src/modules/orders"
  std::set<std::string> depends;
};
std::map<std::string, Room> rooms() {
  std::map<std::string, Room> out;
  const std::regex call(R"(yilin_room\(NAME\s+(\w+)([\s\S]*?)\))");
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / "src")) {
    if (entry.path().filename() != "CMakeLists.txt") continue;
    const std::string text = read(entry.path());
    std::smatch match;
    if (!std::regex_search(text, match, call)) continue;
    Room room{fs::relative(entry.path().parent_path(), kRoot).string(), {}};
    std::istringstream words(match[2].str());
    std::string word;
    bool depends = false;
    while (words >> word) {
      if (word == "DEPENDS") depends = true;
      else if (word == "LIBS" || word == "TEST_DEPENDS") depends = false;
      else if (depends) room.depends.insert(word);
    }
    out[match[1]] = room;
  }
  return out;
}

std::string room_of(const std::map<std::string, Room>& all, const std::string& file) {
  std::string best, best_folder;
  for (const auto& [name, room] : all)
    if (file.starts_with(room.folder + "/") && room.folder.size() > best_folder.size()) {
      best = name;
      best_folder = room.folder;
    }
  return best;
}

TEST(Tidy, RoomsIncludeOnlyDeclaredNeighbours) {
  const auto all = rooms();
  ASSERT_GT(all.size(), 10u);
  const std::regex include(R"re(#include "([^"]+)")re");
  for (const Source& source : sources({"src"}, {".h", ".cpp"})) {
    if (source.name.starts_with("src/main/") || source.name.ends_with("_test.cpp") || source.name.ends_with("_fixture.h")) continue;
    const std::string own = room_of(all, source.name);
    ASSERT_FALSE(own.empty()) << source.name << " lies in no room";
    for (auto it = std::sregex_iterator(source.text.begin(), source.text.end(), include); it != std::sregex_iterator(); ++it) {
      const std::string other = room_of(all, "src/" + (*it)[1].str());
      if (other.empty() || other == own) continue;
      EXPECT_TRUE(all.at(own).depends.contains(other)) << source.name << " includes " << (*it)[1] << " but " << own << " does not declare " << other;
    }
  }
}

TEST(Tidy, ModulesSeeEachOtherThroughFacadesOnly) {
  const std::regex include(R"re(#include "modules/(\w+)/(\w+)\.h")re");
  for (const Source& source : sources({"src/modules", "src/sim", "src/http", "src/kernel"}, {".h", ".cpp"})) {
    if (source.name.ends_with("_test.cpp") || source.name.ends_with("_fixture.h")) continue;
    for (auto it = std::sregex_iterator(source.text.begin(), source.text.end(), include); it != std::sregex_iterator(); ++it) {
      const std::string module = (*it)[1], header = (*it)[2];
      if (source.name.starts_with("src/modules/" + module + "/")) continue;
      EXPECT_TRUE(header == module || header == "types") << source.name << " looks inside " << module << ": " << header << ".h";
    }
  }
}

TEST(Tidy, RoomsHaveNoCycle) {
  const auto all = rooms();
  std::map<std::string, int> state;  // 1 = on the way, 2 = done
  const std::function<void(const std::string&)> walk = [&](const std::string& name) {
    ASSERT_NE(state[name], 1) << "cycle through " << name;
    if (state[name] == 2 || !all.contains(name)) return;
    state[name] = 1;
    for (const std::string& next : all.at(name).depends) walk(next);
    state[name] = 2;
  };
  for (const auto& [name, room] : all) walk(name);
}

TEST(Tidy, EnginesAndBaseStandAlone) {
  for (const auto& [name, room] : rooms()) {
    if (name == "base") EXPECT_TRUE(room.depends.empty());
    if (room.folder.starts_with("src/engines/"))
      for (const std::string& d : room.depends) EXPECT_EQ(d, "base") << name;
  }
}

TEST(Tidy, FilesAreShort) {
  for (const Source& source : sources({"src", "tests", "bench", "web/src"}, {".h", ".cpp", ".ts", ".vue"})) {
    if (source.name.ends_with("schema.d.ts")) continue;
    EXPECT_LE(std::count(source.text.begin(), source.text.end(), '\n'), kLinesMax) << source.name;
  }
}

TEST(Tidy, TheClockIsAskedInOnePlace) {
  const std::regex clock(R"(std::chrono::system_clock|\bgettimeofday\(|[^_\w]time\(nullptr\))");
  for (const Source& source : sources({"src"}, {".h", ".cpp"})) {
    if (source.name == "src/base/clock.cpp") continue;
    EXPECT_FALSE(std::regex_search(source.text, clock)) << source.name;
  }
}

TEST(Tidy, SqlIsNotPutTogetherFromText) {
  // Trusted text comes from field tables and migrations only, in the kernel.
  const std::regex trusted(R"(add_trusted\()");
  for (const Source& source : sources({"src/modules", "src/sim", "src/http", "src/main"}, {".h", ".cpp"}))
    EXPECT_FALSE(std::regex_search(source.text, trusted)) << source.name;
}

TEST(Tidy, NoSleepsInTests) {
  const std::regex sleep(R"(sleep_for|usleep\(|[^_]sleep\()");
  for (const Source& source : sources({"src", "tests"}, {".cpp"})) {
    if (!source.name.ends_with("_test.cpp") || source.name.find("tidy_test") != std::string::npos) continue;
    EXPECT_FALSE(std::regex_search(source.text, sleep)) << source.name;
  }
}

TEST(Tidy, NothingIsLeftForLater) {
  const std::regex later("TO" "DO|FIX" "ME|XX" "X:|not imple" "mented");
  for (const Source& source : sources({"src", "tests", "bench", "web/src"}, {".h", ".cpp", ".ts", ".vue"}))
    EXPECT_FALSE(std::regex_search(source.text, later)) << source.name;
}

TEST(Tidy, EveryErrorHasASentenceInBothLanguages) {
  const std::regex row(R"re(ErrorKind\s+(\w+)\{\s*"([^"]*)",\s*(\d+),\s*"([^"]*)",\s*"([^"]*)")re");
  std::set<std::string> codes;
  for (Source source : sources({"src"}, {".h", ".cpp"})) {
    source.text = std::regex_replace(source.text, std::regex("//[^\n]*"), "");
    for (auto it = std::sregex_iterator(source.text.begin(), source.text.end(), row); it != std::sregex_iterator(); ++it) {
      const std::smatch& m = *it;
      EXPECT_FALSE(m[4].str().empty() || m[5].str().empty()) << source.name << ": " << m[1];
      EXPECT_TRUE(m[4].str().ends_with("。")) << source.name << ": " << m[4];
      const int status = std::stoi(m[3]);
      EXPECT_TRUE(status >= 400 && status < 600) << source.name << ": " << m[2];
      if (!source.name.ends_with("_test.cpp") && source.name.ends_with(".h"))
        EXPECT_TRUE(codes.insert(m[2]).second) << m[2] << " is declared twice";
    }
  }
  EXPECT_GT(codes.size(), 20u);
}

TEST(Tidy, MigrationsAreNumberedWithoutGaps) {
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / "src")) {
    if (!entry.is_directory() || entry.path().filename() != "migrations") continue;
    std::set<int> numbers;
    for (const auto& file : fs::directory_iterator(entry.path())) {
      const std::string name = file.path().filename();
      ASSERT_TRUE(std::regex_match(name, std::regex(R"(\d{4}_\w+(\.sqlite|\.pg)?\.sql)"))) << file.path();
      numbers.insert(std::stoi(name.substr(0, 4)));
    }
    int expected = 1;
    for (const int n : numbers) EXPECT_EQ(n, expected++) << entry.path();
  }
}

TEST(Tidy, NothingNamesAWorkplace) {
  const std::regex place("/wo" "rk/|/home/\\w+/|/ro" "ot/");
  for (const Source& source : sources({"src", "tests", "bench", "web/src", "docs", "tools", "cmake", "policy"},
                                      {".h", ".cpp", ".ts", ".vue", ".md", ".sh", ".cmake", ".sql", ".txt"}))
    EXPECT_FALSE(std::regex_search(source.text, place)) << source.name;
}

}  // namespace
