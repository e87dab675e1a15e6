#include <csignal>
#include <cstdio>
#include <fstream>

#include <fmt/format.h>

#include "base/log.h"
#include "http/wire/server.h"
#include "http/wire/static_files.h"
#include "main/commands.h"

namespace yilin::commands {
namespace {

// Blocks the stop signals in every thread started from here on, so that only wait() sees them.
class StopSignals {
 public:
  StopSignals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  }
  void wait() const {
    int signal = 0;
    sigwait(&set_, &signal);
  }

 private:
  sigset_t set_;
};

}  // namespace

int serve(const ServeOptions& options) {
  const StopSignals stop;
  City city = open_city(options.city);
  http::StaticFiles files(options.web);
  if (!options.web.empty()) city.router->set_fallback([&files](const http::Request& request) { return files.find(request); });

  http::ServerOptions wire;
  wire.address = options.address;
  wire.port = options.port;
  wire.admin_socket = options.city.data + "/admin.sock";
  wire.upload_folder = options.city.data + "/uploads";
  http::Server server(wire, [&](http::Request request, std::shared_ptr<http::Responder> responder) {
    city.router->handle(std::move(request), std::move(responder));
  });
  city.kernel->start();
  server.start();
  if (!options.ready_file.empty()) std::ofstream(options.ready_file) << server.port() << '\n';
  fmt::print(stderr, "\n颐邻已启动：http://{}:{}/\n  工作台 /desk/　服务人员 /care/　长辈版 /elder/　Ctrl-C 停止\n", options.address, server.port());

  stop.wait();
  fmt::print(stderr, "\n正在停止…\n");
  server.stop();
  city.kernel->stop();
  log::info("stopped");
  return 0;
}

}  // namespace yilin::commands
