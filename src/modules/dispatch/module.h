#pragma once
#include "http/module.h"

namespace yilin::dispatch {
Module module();
}
