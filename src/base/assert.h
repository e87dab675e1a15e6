#pragma once
// YILIN_ASSERT states what must hold if our own code is right. It stays on in release: a process that
// is wrong about itself stops (and is restarted from durable state) rather than pays out wrong money.

namespace yilin {
[[noreturn]] void assertion_failed(const char* expression, const char* file, int line) noexcept;
}

#define YILIN_ASSERT(expression) \
  ((expression) ? (void)0 : ::yilin::assertion_failed(#expression, __FILE__, __LINE__))
