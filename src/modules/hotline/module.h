#pragma once
#include "http/module.h"

namespace yilin::hotline {
Module module();
}
