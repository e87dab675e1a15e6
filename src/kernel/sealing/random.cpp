#include <pthread.h>
#include <sys/random.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>

#include "base/assert.h"
#include "kernel/sealing/sealing.h"

namespace yilin::sealing {
namespace {

// A child of fork() must not repeat its parent's nonces: it sees another generation and throws the pool away.
std::atomic<unsigned> fork_generation{0};
[[maybe_unused]] const int fork_watch =
    pthread_atfork(nullptr, nullptr, [] { fork_generation.fetch_add(1, std::memory_order_relaxed); });

void from_kernel(std::uint8_t* out, std::size_t size) {
  while (size > 0) {
    const ssize_t got = getrandom(out, size, 0);
    if (got < 0 && errno == EINTR) continue;
    YILIN_ASSERT(got > 0);
    out += got;
    size -= static_cast<std::size_t>(got);
  }
}

// One system call a seal would cost more than the cipher, so each thread draws from the kernel in pages.
struct Pool {
  std::array<std::uint8_t, 4096> bytes{};
  std::size_t used = bytes.size();
  unsigned generation = 0;
  ~Pool() { wipe(bytes); }

  void take(std::span<std::uint8_t> out) {
    const unsigned now = fork_generation.load(std::memory_order_relaxed);
    if (used + out.size() > bytes.size() || generation != now) {
      from_kernel(bytes.data(), bytes.size());
      used = 0;
      generation = now;
    }
    const std::span<std::uint8_t> source(bytes.data() + used, out.size());
    std::copy(source.begin(), source.end(), out.begin());
    wipe(source);  // what was given out cannot be read from memory later
    used += out.size();
  }
};

std::string base64url(std::span<const std::uint8_t> bytes) {
  static constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  out.reserve((bytes.size() * 4 + 2) / 3);
  unsigned buffer = 0;
  int bits = 0;
  for (const std::uint8_t byte : bytes) {
    buffer = (buffer << 8 | byte) & 0xffff;
    for (bits += 8; bits >= 6; bits -= 6) out += kAlphabet[buffer >> (bits - 6) & 63];
  }
  if (bits > 0) out += kAlphabet[buffer << (6 - bits) & 63];
  return out;
}

}  // namespace

void secure_random(std::span<std::uint8_t> out) {
  static constexpr std::size_t kPooledBytesMax = 64;
  if (out.size() > kPooledBytesMax) return from_kernel(out.data(), out.size());
  thread_local Pool pool;
  pool.take(out);
}

std::string random_token(std::size_t bytes) {
  Bytes raw(bytes);
  secure_random(raw);
  std::string token = base64url(raw);
  wipe(raw);
  return token;
}

}  // namespace yilin::sealing
