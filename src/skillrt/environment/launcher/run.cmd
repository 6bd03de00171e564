@echo off
rem Runs a command with the interpreters and packages that `skillrt bind` installed for this skill and tried out.
rem SKILLRT_RUN=host runs it with what the machine itself has.
setlocal
if "%~1"=="" goto usage
if "%SKILLRT_RUN%"=="host" goto go
set "found=%SKILLRT_ENVIRONMENT%"
if defined found goto use
set "data=%SKILLRT_DATA_DIR%"
if not defined data if defined XDG_DATA_HOME set "data=%XDG_DATA_HOME%\skillrt"
if not defined data set "data=%LOCALAPPDATA%\skillrt"
set "lock="
set "problem=the packages of this skill are not installed"
if exist "%data%\environments\by-needs\@NEEDS@" set /p lock=<"%data%\environments\by-needs\@NEEDS@"
if not defined lock goto unbound
set "found=%data%\environments\%lock%"
if not exist "%found%\proof.json" goto unbound
:use
set "problem=the environment of this skill is not whole"
if not exist "%found%" goto stop
if exist "%found%\python" goto python
if "@PYTHON@"=="packages" goto stop
goto node
:python
rem programs that are gone would be taken from the machine unseen
if not exist "%found%\python\Scripts\python.exe" goto stop
set "VIRTUAL_ENV=%found%\python"
set "PATH=%found%\python\Scripts;%PATH%"
set "PYTHONHOME="
:node
if exist "%found%\node\node_modules" goto modules
if "@NODE@"=="packages" goto stop
if exist "%found%\node" goto stop
goto go
:modules
set "NODE_PATH=%found%\node\node_modules;%NODE_PATH%"
set "PATH=%found%\node;%found%\node\node_modules\.bin;%PATH%"
:go
%*
exit /b %errorlevel%
:unbound
if "@PYTHON@@NODE@"=="interpreternothing" goto go
if "@PYTHON@@NODE@"=="nothinginterpreter" goto go
if "@PYTHON@@NODE@"=="interpreterinterpreter" goto go
:stop
for %%F in ("%~dp0..\..") do set "root=%%~fF"
>&2 echo skillrt: %problem%; run: skillrt bind "%root%" (SKILLRT_RUN=host uses what the machine has)
exit /b 127
:usage
>&2 echo usage: run PROGRAM [ARGUMENT]...
exit /b 2
