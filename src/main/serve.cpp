#include <csignal>
#include <cstdio>
#include <fstream>

#include <fmt/format.h>

#include "base/log.h"
#include "http/wire/server.h"
#include "http/wire/static_files.h"
#include "main/commands.h"
#include "modules/region/region.h"
#include "sim/live_day.h"

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
  // True when asked to stop within the second.
  bool asked() const {
    const timespec second{1, 0};
    return sigtimedwait(&set_, nullptr, &second) > 0;
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
  // Refused before its body is read: strangers, and whoever lacks the permission of this very upload.
  wire.admit_upload = [&](const http::Request& request) { return city.router->refuse(request); };
  http::Server server(wire, [&](http::Request request, std::shared_ptr<http::Responder> responder) {
    city.router->handle(std::move(request), std::move(responder));
  });
  city.kernel->start();
  if (options.demo && region::demo(*city.kernel)) sim::live_day(*city.kernel).allow();
  server.start();
  if (!options.ready_file.empty()) std::ofstream(options.ready_file) << server.port() << '\n';
  fmt::print(stderr, "\n颐邻已启动：http://{}:{}/\n  工作台 /desk/　服务人员 /care/　长辈版 /elder/　Ctrl-C 停止\n", options.address, server.port());

  // Without its writer a cell must not go on: whoever watches the process starts it again.
  std::string broken;
  std::int64_t minute_us = system_clock().monotonic_us();
  while (!stop.asked() && (broken = city.kernel->writer->stopped_because()).empty()) {
    if (system_clock().monotonic_us() - minute_us < 60'000'000) continue;
    minute_us += 60'000'000;
    city.kernel->minute();
  }
  if (broken.empty()) fmt::print(stderr, "\n正在停止…\n");
  else fmt::print(stderr, "\n数据库写入已停止：{}\n", broken);
  if (options.demo) sim::live_day(*city.kernel).stop();
  server.stop();
  city.kernel->stop();
  log::info("stopped");
  return broken.empty() ? 0 : 1;
}

}  // namespace yilin::commands
