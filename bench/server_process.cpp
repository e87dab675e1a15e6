#include "bench/server_process.h"

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace yilin::bench {
namespace {
constexpr int kReadySeconds = 60;
constexpr auto kPoll = std::chrono::milliseconds(5);
}  // namespace

ServerProcess::ServerProcess(const std::string& program, const CityOptions& city, std::uint16_t port) : ready_(city.data + "/ready") {
  std::filesystem::remove(ready_);
  std::vector<std::string> words = {program, "serve", "--data", city.data, "--db", database_url(city), "--port", std::to_string(port), "--ready-file", ready_};
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const std::string log = city.data + "/server.log";
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  for (const int fd : {STDOUT_FILENO, STDERR_FILENO}) posix_spawn_file_actions_addopen(&files, fd, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  const int failed = ::posix_spawn(&pid_, program.c_str(), &files, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (failed != 0) throw std::runtime_error("the server does not start: " + program);
}

ServerProcess::~ServerProcess() { end(SIGKILL); }

std::uint16_t ServerProcess::wait_until_ready() {
  for (auto left = std::chrono::seconds(kReadySeconds) / kPoll; left > 0; --left, std::this_thread::sleep_for(kPoll)) {
    int port = 0;
    std::ifstream in(ready_);
    std::string line;
    if (std::getline(in, line) && !in.eof() && (port = std::atoi(line.c_str())) > 0) return static_cast<std::uint16_t>(port);
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) {
      pid_ = -1;
      break;
    }
  }
  throw std::runtime_error("the server did not become ready: see server.log in its folder");
}

void ServerProcess::end(int signal) {
  if (pid_ <= 0) return;
  ::kill(pid_, signal);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

}  // namespace yilin::bench
