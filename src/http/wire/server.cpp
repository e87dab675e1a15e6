#include "http/wire/server.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <stdexcept>

#include "base/assert.h"
#include "base/log.h"
#include "http/wire/admin_socket.h"
#include "http/wire/body_sink.h"
#include "http/wire/core.h"
#include "http/wire/http_date.h"

namespace yilin::http {
namespace {

using ErrorCode = boost::system::error_code;
using Tcp = asio::ip::tcp;
using Local = asio::local::stream_protocol;
template <class Protocol>
using Acceptor = asio::basic_socket_acceptor<Protocol, Executor>;
template <class Protocol>
using Peers = asio::basic_stream_socket<Protocol, Executor>;

constexpr int kBacklog = 1'024;
constexpr std::chrono::milliseconds kAcceptPause{100};  // when descriptors have run out

void refresh_date(IoThread& io, const Clock& clock) { io.date = http_date(clock.now().ms / 1000); }

void arm_tick(IoThread& io, const Clock& clock, std::chrono::milliseconds period) {
  io.tick.expires_after(period);
  io.tick.async_wait([&io, &clock, period](ErrorCode error) {
    if (error) return;
    refresh_date(io, clock);
    sweep(io, clock.monotonic_us());
    arm_tick(io, clock, period);
  });
}

std::chrono::milliseconds tick_of(const ServerOptions& options) {
  const int shortest = std::min({options.idle_ms, options.request_ms, options.upload_ms});
  return std::chrono::milliseconds(std::clamp(shortest / 4, 5, 1'000));
}

Peer peer_of(const Peers<Tcp>& socket) {
  ErrorCode ignored;
  const auto address = socket.remote_endpoint(ignored).address();
  const bool mapped = address.is_v6() && address.to_v6().is_v4_mapped();
  return {mapped ? asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string() : address.to_string(), false};
}
Peer peer_of(const Peers<Local>&) { return {"local", true}; }

void prepare(Peers<Tcp>& socket) {
  ErrorCode ignored;
  socket.set_option(Tcp::no_delay(true), ignored);
}
void prepare(Peers<Local>&) {}

// Every connection is a descriptor, and an upload or download one more.
void raise_descriptor_limit(std::size_t connections) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  const rlim_t wanted = std::min<rlim_t>(connections + 1'024, limit.rlim_max);
  if (limit.rlim_cur >= wanted) return;
  limit.rlim_cur = wanted;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

// Deals connections out to the I/O threads in turn.
template <class Protocol>
Awaitable<void> accept_all(Core& core, Acceptor<Protocol>& acceptor) {
  for (std::size_t turn = 0;; ++turn) {
    IoThread& io = *core.threads[turn % core.threads.size()];
    Peers<Protocol> socket(io.context);
    ErrorCode error;
    co_await acceptor.async_accept(socket, asio::redirect_error(UseAwaitable(), error));
    if (!acceptor.is_open()) co_return;
    if (error) {
      log::warning("http_accept_failed", {{"error", error.value()}});
      Timer pause(acceptor.get_executor(), kAcceptPause);
      co_await pause.async_wait(asio::redirect_error(UseAwaitable(), error));
      continue;
    }
    if (!core.connection_opened()) continue;  // closed at once: nothing is owed to a flood
    prepare(socket);
    Peer peer = peer_of(socket);
    asio::co_spawn(io.context, serve_connection(core, io, Socket(std::move(socket)), std::move(peer)),
                   [&core](std::exception_ptr) { core.connection_closed(); });
  }
}

}  // namespace

bool Core::connection_opened() {
  const std::lock_guard lock(mutex);
  if (connections >= options.connections_max) {
    refused_connections.fetch_add(1, std::memory_order_relaxed);
    return false;
  }
  ++connections;
  return true;
}

void Core::connection_closed() {
  const std::lock_guard lock(mutex);
  if (--connections == 0) empty.notify_all();
}

struct Server::Impl {
  ServerOptions options;
  Handler handler;
  std::shared_ptr<Core> core;
  std::optional<Acceptor<Tcp>> tcp;
  std::optional<Acceptor<Local>> local;
  std::uint16_t port = 0;
  ino_t admin_inode = 0;

  void listen_tcp();
  void listen_local();
  void remove_admin_socket() const;
};

void Server::Impl::listen_tcp() {
  ErrorCode error;
  const std::string literal = options.address == "localhost" ? "127.0.0.1" : options.address;
  const auto address = asio::ip::make_address(literal, error);
  if (error) throw std::runtime_error(fmt::format("监听地址 {} 不是 IP 地址。", options.address));
  const Tcp::endpoint endpoint(address, options.port);
  tcp.emplace(core->threads[0]->context);
  tcp->open(endpoint.protocol(), error);
  if (!error) tcp->set_option(asio::socket_base::reuse_address(true), error);
  if (!error) tcp->bind(endpoint, error);
  if (!error) tcp->listen(kBacklog, error);
  if (error == asio::error::address_in_use) {
    throw std::runtime_error(fmt::format("端口 {} 已被占用，请换一个端口（--port）或先停止占用它的程序。", options.port));
  }
  if (error == asio::error::access_denied) throw std::runtime_error(fmt::format("没有权限使用端口 {}。", options.port));
  if (error) throw std::runtime_error(fmt::format("无法在 {}:{} 上监听：{}。", options.address, options.port, error.message()));
  port = tcp->local_endpoint().port();
}

void Server::Impl::listen_local() {
  local.emplace(core->threads[0]->context, Local(), listen_admin_socket(options.admin_socket));
  struct stat about {};
  if (::stat(options.admin_socket.c_str(), &about) == 0) admin_inode = about.st_ino;
}

void Server::Impl::remove_admin_socket() const {
  struct stat about {};
  const bool ours = admin_inode != 0 && ::stat(options.admin_socket.c_str(), &about) == 0 && about.st_ino == admin_inode;
  if (ours) ::unlink(options.admin_socket.c_str());
}

Server::Server(ServerOptions options, Handler handler) : impl_(std::make_unique<Impl>()) {
  impl_->options = std::move(options);
  impl_->handler = std::move(handler);
}

Server::~Server() { stop(); }

void Server::start() {
  Impl& my = *impl_;
  YILIN_ASSERT(!my.core);  // a server starts once
  if (!my.options.upload_folder.empty() && !prepare_upload_folder(my.options.upload_folder)) {
    throw std::runtime_error(fmt::format("上传文件夹 {} 无法使用。", my.options.upload_folder));
  }
  raise_descriptor_limit(my.options.connections_max);
  const auto core = std::make_shared<Core>(my.options, my.handler);
  for (int i = 0; i < std::max(1, my.options.io_threads); ++i) core->threads.push_back(std::make_unique<IoThread>());
  my.core = core;
  try {
    my.listen_tcp();
    if (!my.options.admin_socket.empty()) my.listen_local();
  } catch (...) {
    my.tcp.reset();
    my.core.reset();
    throw;
  }
  for (const auto& io : core->threads) {
    refresh_date(*io, *my.options.clock);
    arm_tick(*io, *my.options.clock, tick_of(my.options));
  }
  asio::co_spawn(core->threads[0]->context, accept_all<Tcp>(*core, *my.tcp), asio::detached);
  if (my.local) asio::co_spawn(core->threads[0]->context, accept_all<Local>(*core, *my.local), asio::detached);
  for (const auto& io : core->threads) io->thread = std::thread([&context = io->context] { context.run(); });
}

std::uint16_t Server::port() const { return impl_->port; }

void Server::stop() {
  Impl& my = *impl_;
  if (!my.core || my.core->stopping.exchange(true)) return;
  Core& core = *my.core;
  for (const auto& io : core.threads) {
    asio::post(io->context, [this, &io] {
      ErrorCode ignored;
      if (io == impl_->core->threads[0]) {
        impl_->tcp->close(ignored);
        if (impl_->local) impl_->local->close(ignored);
      }
      stop_connections(*io);
    });
  }
  {
    std::unique_lock lock(core.mutex);
    core.empty.wait_for(lock, std::chrono::milliseconds(my.options.stop_ms), [&] { return core.connections == 0; });
  }
  for (const auto& io : core.threads) io->context.stop();
  for (const auto& io : core.threads) io->thread.join();
  core.pool.stop();
  my.tcp.reset();
  my.local.reset();
  my.remove_admin_socket();
}

ServerFigures Server::figures() const {
  const Core* core = impl_->core.get();
  if (!core) return {};
  std::unique_lock lock(impl_->core->mutex);
  const std::size_t connections = core->connections;
  lock.unlock();
  return {connections, core->event_streams, core->pool.queued(), core->requests, core->refused_connections};
}

}  // namespace yilin::http
