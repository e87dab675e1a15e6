#pragma once
#include "http/module.h"

namespace yilin::dayplan {
Module module();
}
