#include "bench/routing_peer.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

extern char** environ;

namespace yilin::bench {
namespace {

// A folder that goes with the object.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "routing-peer-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
  }
  ~Folder() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }
  Folder(const Folder&) = delete;
  std::string file(const char* name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

std::string content(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Runs a program to its end; CPU seconds of it and its children. What it says goes to `log`.
double run(std::vector<std::string> words, const std::string& log) {
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  for (const int fd : {STDOUT_FILENO, STDERR_FILENO}) posix_spawn_file_actions_addopen(&files, fd, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  pid_t pid = -1;
  const int failed = ::posix_spawnp(&pid, argv[0], &files, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (failed != 0) throw std::runtime_error("does not start: " + words[0]);
  int status = 0;
  rusage used{};
  if (::wait4(pid, &status, 0, &used) != pid || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw std::runtime_error(fmt::format("{} failed: {}", words[0], content(log).substr(0, 500)));
  const auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

// A Solomon text as a VRPLIB one: node 1 is the depot.
std::string vrplib_of(const std::string& solomon) {
  std::string places, demands, windows, services, vehicles, capacity;
  int nodes = 0;
  bool customers = false;
  std::istringstream lines(solomon);
  for (std::string line; std::getline(lines, line);) {
    customers = customers || line.find("CUSTOMER") != std::string::npos;
    std::istringstream words(line);
    std::string id, x, y, demand, open, due, service;
    if (!(words >> id >> x) || id.find_first_not_of("0123456789") != std::string::npos) continue;
    if (!customers) {
      vehicles = id, capacity = x;
      continue;
    }
    words >> y >> demand >> open >> due >> service;
    ++nodes;
    places += fmt::format("{} {} {}\n", nodes, x, y);
    demands += fmt::format("{} {}\n", nodes, demand);
    windows += fmt::format("{} {} {}\n", nodes, open, due);
    services += fmt::format("{} {}\n", nodes, service);
  }
  return fmt::format("NAME : case\nTYPE : VRPTW\nDIMENSION : {}\nVEHICLES : {}\nCAPACITY : {}\nEDGE_WEIGHT_TYPE : EUC_2D\nNODE_COORD_SECTION\n{}DEMAND_SECTION\n{}"
                     "TIME_WINDOW_SECTION\n{}SERVICE_TIME_SECTION\n{}DEPOT_SECTION\n1\n-1\nEOF\n",
                     nodes, vehicles, capacity, places, demands, windows, services);
}

}  // namespace

PeerAnswer run_vroom(const std::string& program, const std::string& problem, int level) {
  const Folder folder;
  const std::string in = folder.file("in.json"), out = folder.file("out.json");
  std::ofstream(in, std::ios::binary) << problem;
  const double cpu_s = run({program, "-i", in, "-o", out, "-x", std::to_string(level), "-t", "1"}, folder.file("log"));
  return {content(out), cpu_s};
}

PeerAnswer run_pyvrp(const std::string& program, const std::string& problem, double seconds, std::uint64_t seed) {
  const Folder folder;
  const std::string in = folder.file("case.vrp");
  std::ofstream(in, std::ios::binary) << vrplib_of(problem);
  const double cpu_s = run({program, in, "--round_func", "dimacs", "--max_runtime", fmt::format("{}", seconds), "--seed", std::to_string(seed), "--sol_dir", folder.file("out")},
                           folder.file("log"));
  return {content(folder.file("out") + "/case.sol"), cpu_s};
}

}  // namespace yilin::bench
