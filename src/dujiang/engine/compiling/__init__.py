"""BPMN model -> Program: everything that can be wrong is found here, nothing is parsed later."""

from dujiang.engine.compiling.process import Compiled, check_process, compile_process

__all__ = ["Compiled", "check_process", "compile_process"]
